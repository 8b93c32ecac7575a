import type { TaskSummary } from '@damselfly/core';
import type { UsageCount } from '../domain/usage/stores.ts';

/** Applications of one cluster that are counted apart; what comes beyond counts without a name. */
const maxApplications = 200;

type Mutable = { -readonly [K in keyof UsageCount]: UsageCount[K] };

/** Adds up what schedulers tell of their tasks, by cluster and application, until it is taken. */
export class UsageMeter {
  #counts = new Map<number, Map<string, Mutable>>();

  /** `before` is what was known of the task; absent for one that is new since. */
  count(clusterId: number, next: TaskSummary, before: TaskSummary | undefined): void {
    const row = this.#row(clusterId, next.facts.application);
    row.sourceBytes += Math.max(0, next.bytesFromSource - (before?.bytesFromSource ?? 0));
    row.peerBytes += Math.max(0, next.bytesFromPeers - (before?.bytesFromPeers ?? 0));
    row.startedTasks += before === undefined ? 1 : 0;
    row.finishedPeers += Math.max(0, next.peersByState.succeeded - (before?.peersByState.succeeded ?? 0));
    row.failedPeers += Math.max(0, next.peersByState.failed - (before?.peersByState.failed ?? 0));
  }

  /** What was counted since the last time; counting begins anew. */
  take(): UsageCount[] {
    const taken = [...this.#counts.values()].flatMap((rows) => [...rows.values()]);
    this.#counts = new Map();
    return taken;
  }

  #row(schedulerClusterId: number, wanted: string): Mutable {
    const rows = this.#counts.get(schedulerClusterId) ?? new Map<string, Mutable>();
    this.#counts.set(schedulerClusterId, rows);
    const application = rows.has(wanted) || rows.size < maxApplications ? wanted : '';
    const known = rows.get(application);
    if (known !== undefined) return known;
    const fresh = { schedulerClusterId, application, sourceBytes: 0, peerBytes: 0 };
    const row = { ...fresh, startedTasks: 0, finishedPeers: 0, failedPeers: 0 };
    rows.set(application, row);
    return row;
  }
}

import type { PeerCounts, TaskId, TaskSummary } from '@damselfly/core';
import type { Feed } from './feed.ts';
import type { HubTask } from './live.ts';

/** Every task of every cluster, merged from the schedulers of the cluster that hold a part of it. */
export class TaskIndex {
  readonly #byTask = new Map<TaskId, HubTask[]>();

  *all(): Generator<HubTask> {
    for (const rows of this.#byTask.values()) yield* rows;
  }

  /** The rows of a task, one a cluster. */
  of(task: TaskId): readonly HubTask[] {
    return this.#byTask.get(task) ?? [];
  }

  /** Merges a task's row anew from what the feeds hold now. */
  update(feeds: Iterable<Feed>, clusterId: number, task: TaskId): void {
    const rows = (this.#byTask.get(task) ?? []).filter((row) => row.schedulerClusterId !== clusterId);
    const row = merge(feeds, clusterId, task);
    if (row !== undefined) rows.push(row);
    if (rows.length === 0) this.#byTask.delete(task);
    else this.#byTask.set(task, rows);
  }
}

/** Adds up the parts of reachable schedulers; only when there is none, those of lost ones. */
function merge(feeds: Iterable<Feed>, clusterId: number, task: TaskId): HubTask | undefined {
  const fresh: [Feed, TaskSummary][] = [];
  const stale: [Feed, TaskSummary][] = [];
  for (const feed of feeds) {
    const summary = feed.hello.clusterId === clusterId ? feed.tasks.get(task) : undefined;
    if (summary !== undefined) (feed.tasks.isStale(task) ? stale : fresh).push([feed, summary]);
  }
  const parts = fresh.length > 0 ? fresh : stale;
  const newest = parts.map(([, summary]) => summary).reduce(newer, undefined);
  if (newest === undefined) return undefined;
  const sum = (of: (summary: TaskSummary) => number) => parts.reduce((total, [, summary]) => total + of(summary), 0);
  const peersByState: PeerCounts = {
    waiting: sum(({ peersByState: peers }) => peers.waiting),
    downloading: sum(({ peersByState: peers }) => peers.downloading),
    backToSource: sum(({ peersByState: peers }) => peers.backToSource),
    succeeded: sum(({ peersByState: peers }) => peers.succeeded),
    failed: sum(({ peersByState: peers }) => peers.failed),
  };
  return {
    id: task,
    schedulerClusterId: clusterId,
    facts: newest.facts,
    peersByState,
    seeds: sum(({ seeds }) => seeds),
    bytesFromSource: sum(({ bytesFromSource }) => bytesFromSource),
    bytesFromPeers: sum(({ bytesFromPeers }) => bytesFromPeers),
    updatedAtMs: newest.updatedAtMs,
    schedulers: parts.map(([feed]) => feed.address),
    stale: fresh.length === 0,
  };
}

const newer = (best: TaskSummary | undefined, summary: TaskSummary): TaskSummary =>
  best === undefined || summary.updatedAtMs > best.updatedAtMs ? summary : best;

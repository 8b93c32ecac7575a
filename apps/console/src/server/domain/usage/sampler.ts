import type { LiveView } from '../live/live-view.ts';
import { keptMs, spanStart } from './ranges.ts';
import type { SampleSpan, UsageAddition, UsageCount, UsageStore } from './stores.ts';

export interface SamplerNeeds {
  readonly store: Pick<UsageStore, 'add' | 'removeBefore'>;
  /** What was counted since the last time. */
  readonly take: () => readonly UsageCount[];
  readonly hosts: LiveView['hosts'];
  readonly now: () => number;
  /** A round failed; its counts are kept for the next. */
  readonly onProblem: (error: unknown) => void;
}

const spans: readonly SampleSpan[] = ['minute', 'hour', 'day'];
/** Old samples are forgotten once in so many rounds. */
const roundsBetweenCleaning = 240;
/** Counts that wait for a database that does not answer, at most: the oldest are dropped beyond. */
const maxWaiting = 10_000;

/** Writes down what moved. The owner calls `round` at its own pace and once before it ends. */
export function createSampler({ store, take, hosts, now, onProblem }: SamplerNeeds): { round(): Promise<void> } {
  let waiting: UsageAddition[] = [];
  let rounds = 0;
  return {
    async round() {
      const nowMs = now();
      const counts = [...take(), ...hostsAlone(hosts())];
      const hostsOf = hostCounts(hosts());
      for (const count of counts) {
        const activeHosts = count.application === '' ? (hostsOf.get(count.schedulerClusterId) ?? 0) : 0;
        for (const span of spans) waiting.push({ ...count, activeHosts, span, startsAt: spanStart(nowMs, span) });
      }
      waiting = waiting.slice(-maxWaiting);
      const writing = waiting;
      waiting = [];
      try {
        await store.add(writing);
        if (rounds % roundsBetweenCleaning === 0)
          for (const span of spans) await store.removeBefore(span, new Date(nowMs - keptMs[span]));
        rounds += 1;
      } catch (error) {
        waiting = [...writing, ...waiting];
        onProblem(error);
      }
    },
  };
}

/** A row without traffic for each cluster with hosts, so that their number has a course too. */
function hostsAlone(hosts: readonly { readonly schedulerClusterId: number }[]): UsageCount[] {
  const zero = { application: '', sourceBytes: 0, peerBytes: 0, startedTasks: 0, finishedPeers: 0, failedPeers: 0 };
  return [...hostCounts(hosts).keys()].map((schedulerClusterId) => ({ schedulerClusterId, ...zero }));
}

function hostCounts(hosts: readonly { readonly schedulerClusterId: number }[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { schedulerClusterId: id } of hosts) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}

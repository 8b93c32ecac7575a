import type { LiveTask } from '../live/live-view.ts';

/** Why a task is slow, as far as its numbers tell; what each pull waited for stands on its own page. */
export type SlowReason = 'failing' | 'waiting' | 'source' | 'noSeed' | 'few' | 'peers';

export interface SlowTask {
  readonly id: string;
  readonly url: string;
  readonly schedulerClusterId: number;
  /** Bytes a second that a peer of it got on average, since it was made. */
  readonly bytesPerSecond: number;
  readonly runsMs: number;
  readonly openPeers: number;
  readonly reason: SlowReason;
}

/** Tasks younger than this have not had the time to be slow. */
const minRunsMs = 5000;

/** The running tasks whose peers get the fewest bytes a second, the slowest first. */
export function slowestTasks(tasks: Iterable<LiveTask>, nowMs: number, limit: number): SlowTask[] {
  const slow: SlowTask[] = [];
  for (const task of tasks) {
    const { waiting, downloading, backToSource, succeeded, failed } = task.peersByState;
    const openPeers = waiting + downloading + backToSource;
    const runsMs = nowMs - task.facts.createdAtMs;
    if (task.stale || openPeers === 0 || runsMs < minRunsMs) continue;
    const peers = openPeers + succeeded + failed;
    const bytesPerSecond = (task.bytesFromSource + task.bytesFromPeers) / peers / (runsMs / 1000);
    const { id, schedulerClusterId, facts } = task;
    slow.push({ id, url: facts.url, schedulerClusterId, bytesPerSecond, runsMs, openPeers, reason: reasonOf(task) });
  }
  return slow.sort((a, b) => a.bytesPerSecond - b.bytesPerSecond).slice(0, limit);
}

/** The first that holds, the worst first. */
export function reasonOf({ peersByState, seeds, bytesFromSource, bytesFromPeers }: LiveTask): SlowReason {
  const { waiting, downloading, backToSource, succeeded, failed } = peersByState;
  const open = waiting + downloading + backToSource;
  if (failed > 0 && failed >= succeeded) return 'failing';
  if (waiting > open / 2) return 'waiting';
  if (backToSource > 1 && backToSource > open / 2) return 'source';
  if (seeds === 0 && bytesFromSource > bytesFromPeers) return 'noSeed';
  if (open > 4 && succeeded === 0 && bytesFromPeers < bytesFromSource) return 'few';
  return 'peers';
}

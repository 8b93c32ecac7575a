import type { TaskId } from '@damselfly/core';
import type { LiveTask, LiveView } from '../live/live-view.ts';

/** Mean rates between this point and the one before it, bytes per second. */
export interface ThroughputPoint {
  readonly atMs: number;
  readonly fromSourceBps: number;
  readonly fromPeersBps: number;
}

interface Counted {
  readonly fromSource: number;
  readonly fromPeers: number;
}

interface Sample {
  readonly atMs: number;
  readonly rateByCluster: ReadonlyMap<number, Counted>;
}

/** How often the owner samples, and how many points stay: five minutes. */
export const trafficIntervalMs = 2000;
export const trafficPoints = 150;

/** Remembers how fast bytes came from the source and from peers, per cluster. Holds no timer: its owner calls `sample`. */
export class TrafficHistory {
  readonly #live: Pick<LiveView, 'tasks'>;
  readonly #samples: Sample[] = [];
  #counted = new Map<TaskId, Counted>();
  #countedAtMs: number | undefined;

  constructor({ live }: { readonly live: Pick<LiveView, 'tasks'> }) {
    this.#live = live;
  }

  /** Takes a sample. The first sample only sets the base. A task that shrank (its scheduler restarted) counts from zero. */
  sample(nowMs: number): void {
    const before = this.#counted;
    const elapsedS = this.#countedAtMs === undefined ? 0 : (nowMs - this.#countedAtMs) / 1000;
    const after = new Map<TaskId, Counted>();
    const rates = new Map<number, { fromSource: number; fromPeers: number }>();
    for (const task of this.#live.tasks()) {
      const now: Counted = { fromSource: task.bytesFromSource, fromPeers: task.bytesFromPeers };
      after.set(task.id, now);
      if (elapsedS > 0) addTo(rates, task, growth(before.get(task.id), now), elapsedS);
    }
    this.#counted = after;
    this.#countedAtMs = nowMs;
    this.#samples.push({ atMs: nowMs, rateByCluster: rates });
    if (this.#samples.length > trafficPoints) this.#samples.shift();
  }

  /** The history of these clusters together, oldest first. */
  points(clusters: ReadonlySet<number>): ThroughputPoint[] {
    return this.#samples.map(({ atMs, rateByCluster }) => {
      let fromSourceBps = 0;
      let fromPeersBps = 0;
      for (const [cluster, rate] of rateByCluster) {
        if (!clusters.has(cluster)) continue;
        fromSourceBps += rate.fromSource;
        fromPeersBps += rate.fromPeers;
      }
      return { atMs, fromSourceBps, fromPeersBps };
    });
  }
}

const since = (before: number, now: number) => (now >= before ? now - before : now);

function growth(before: Counted | undefined, now: Counted): Counted {
  if (before === undefined) return now;
  return { fromSource: since(before.fromSource, now.fromSource), fromPeers: since(before.fromPeers, now.fromPeers) };
}

function addTo(
  rates: Map<number, { fromSource: number; fromPeers: number }>,
  task: LiveTask,
  grown: Counted,
  elapsedS: number,
): void {
  const rate = rates.get(task.schedulerClusterId) ?? { fromSource: 0, fromPeers: 0 };
  rate.fromSource += grown.fromSource / elapsedS;
  rate.fromPeers += grown.fromPeers / elapsedS;
  rates.set(task.schedulerClusterId, rate);
}

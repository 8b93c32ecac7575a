import { rateTimeConstantMs } from '@damselfly/core';

/** Bytes per second, smoothed over about two seconds. */
export interface ThroughputSample {
  readonly atMs: number;
  readonly fromSourceBps: number;
  readonly fromPeersBps: number;
}

interface Meter {
  fromSourceBps: number;
  fromPeersBps: number;
}

/** How fast bytes come, by cluster, now and for the last samples. */
export class Throughput {
  readonly #meters = new Map<number, Meter>();
  readonly #samples: { readonly atMs: number; readonly byCluster: ReadonlyMap<number, Meter> }[] = [];
  readonly #maxSamples: number;
  #fadedAtMs = 0;

  constructor({ maxSamples }: { readonly maxSamples: number }) {
    this.#maxSamples = maxSamples;
  }

  /** Counts bytes that came since the last count. */
  count(clusterId: number, fromSource: number, fromPeers: number): void {
    const meter = this.#meters.get(clusterId) ?? { fromSourceBps: 0, fromPeersBps: 0 };
    const seconds = rateTimeConstantMs / 1000;
    meter.fromSourceBps += fromSource / seconds;
    meter.fromPeersBps += fromPeers / seconds;
    this.#meters.set(clusterId, meter);
  }

  /** Keeps a sample of now. The owner calls this at its own steady pace. */
  sample(nowMs: number): void {
    const byCluster = new Map([...this.#meters].map(([cluster, meter]) => [cluster, { ...meter }]));
    this.#samples.push({ atMs: nowMs, byCluster });
    if (this.#samples.length > this.#maxSamples) this.#samples.shift();
  }

  /** Lets the rates fade up to now. */
  fade(nowMs: number): void {
    const factor = Math.exp(-Math.max(0, nowMs - this.#fadedAtMs) / rateTimeConstantMs);
    this.#fadedAtMs = nowMs;
    for (const [cluster, meter] of this.#meters) {
      meter.fromSourceBps *= factor;
      meter.fromPeersBps *= factor;
      if (meter.fromSourceBps + meter.fromPeersBps < 1) this.#meters.delete(cluster);
    }
  }

  /** What the visible clusters move now. */
  now(atMs: number, visible: (clusterId: number) => boolean): ThroughputSample {
    return sum(atMs, this.#meters, visible);
  }

  /** The kept samples of the visible clusters, oldest first. */
  history(visible: (clusterId: number) => boolean): ThroughputSample[] {
    return this.#samples.map(({ atMs, byCluster }) => sum(atMs, byCluster, visible));
  }
}

function sum(atMs: number, meters: ReadonlyMap<number, Meter>, visible: (id: number) => boolean): ThroughputSample {
  let fromSourceBps = 0;
  let fromPeersBps = 0;
  for (const [cluster, meter] of meters) {
    if (!visible(cluster)) continue;
    fromSourceBps += meter.fromSourceBps;
    fromPeersBps += meter.fromPeersBps;
  }
  return { atMs, fromSourceBps, fromPeersBps };
}

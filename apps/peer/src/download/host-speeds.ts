import type { HostId } from '@damselfly/core';

interface Measured {
  /** Moving mean of all it sent at once; undefined before the first piece. */
  bytesPerSecond: number | undefined;
  inFlightBytes: number;
  transfers: number;
}

/** One transfer; call exactly one of its methods when it is over. */
export interface TimedTransfer {
  /** Everything arrived. */
  delivered(costMs: number): void;
  /** It was given up while it was still under way, after this long: the host is no faster than that. */
  outrun(elapsedMs: number): void;
  /** It ended in a way that says nothing of the host's speed. */
  ended(): void;
}

/** Weight of the newest transfer in the mean. */
const freshness = 0.3;
const maxHosts = 2048;

/** How fast the hosts are that pieces come from, and what each is busy with, over all downloads of this daemon. */
export class HostSpeeds {
  readonly #hosts = new Map<HostId, Measured>();

  /** Undefined: nothing was taken from it yet. */
  bytesPerSecond(host: HostId): number | undefined {
    return this.#hosts.get(host)?.bytesPerSecond;
  }

  inFlightBytes(host: HostId): number {
    return this.#hosts.get(host)?.inFlightBytes ?? 0;
  }

  /** When `bytes` more would be here, in milliseconds, at `assumedRate` bytes a second if the host was never measured. */
  expectedMs(host: HostId, bytes: number, assumedRate: number): number {
    const { bytesPerSecond, inFlightBytes } = this.#hosts.get(host) ?? { bytesPerSecond: undefined, inFlightBytes: 0 };
    return ((inFlightBytes + bytes) * 1000) / Math.max(1, bytesPerSecond ?? assumedRate);
  }

  begin(host: HostId, bytes: number): TimedTransfer {
    const measured = this.#measured(host);
    measured.inFlightBytes += bytes;
    measured.transfers += 1;
    const besideAtFirst = measured.transfers;
    const over = (elapsedMs: number | undefined, take: (rate: number) => number | undefined) => {
      // Transfers side by side share the host: their sum is its speed.
      const beside = (besideAtFirst + measured.transfers) / 2;
      measured.inFlightBytes -= bytes;
      measured.transfers -= 1;
      if (elapsedMs === undefined) return;
      const rate = take((bytes * beside * 1000) / Math.max(1, elapsedMs));
      if (rate === undefined) return;
      const mean = measured.bytesPerSecond ?? rate;
      measured.bytesPerSecond = mean + freshness * (rate - mean);
    };
    return {
      delivered: (costMs) => over(costMs, (rate) => rate),
      outrun: (elapsedMs) =>
        over(elapsedMs, (rate) => (rate < (measured.bytesPerSecond ?? Number.POSITIVE_INFINITY) ? rate : undefined)),
      ended: () => over(undefined, () => undefined),
    };
  }

  #measured(host: HostId): Measured {
    const measured = this.#hosts.get(host) ?? { bytesPerSecond: undefined, inFlightBytes: 0, transfers: 0 };
    this.#hosts.delete(host);
    this.#hosts.set(host, measured);
    if (this.#hosts.size > maxHosts) this.#forgetOldest();
    return measured;
  }

  #forgetOldest(): void {
    for (const [host, { transfers }] of this.#hosts) {
      if (transfers > 0) continue;
      this.#hosts.delete(host);
      return;
    }
  }
}

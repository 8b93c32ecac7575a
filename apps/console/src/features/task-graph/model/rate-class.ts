const mib = 1024 * 1024;
const limitsBps = [20 * mib, 80 * mib, 200 * mib] as const;
const scales = [10.24, 1, 0.1, 0.01] as const;
const idleShare = 0.02;
const busyShare = 0.02;

/** Number of width classes: idle, then four rising ones. */
export const rateClassCount = 5;

/** The class of a throughput in bytes per second: 0 idle, then below 20, 80, 200 and from 200 MiB/s, times `scale`. */
export function rateClass(rateBps: number, scale: number): number {
  const rate = rateBps / scale;
  if (rate < limitsBps[0] * idleShare) return 0;
  if (rate < limitsBps[0]) return 1;
  if (rate < limitsBps[1]) return 2;
  return rate < limitsBps[2] ? 3 : 4;
}

/**
 * The decade in which the busiest edges are wide, so that a slow swarm shows its differences like a fast one: the
 * largest at which 2 % of the active edges, and at least one, reach the third class. It follows a rise at once, and a
 * fall only when half the rate would not call for the present scale either.
 */
export function rateScale(ratesBps: readonly number[], current: number): number {
  const wanted = Math.max(1, Math.ceil(ratesBps.length * busyShare));
  const fitting = (factor: number): number =>
    scales.find((scale) => {
      let busy = 0;
      for (const rate of ratesBps) if (rate * factor >= limitsBps[1] * scale && ++busy === wanted) return true;
      return false;
    }) ?? 0.01;
  const up = fitting(1);
  return up >= current ? up : Math.min(current, fitting(2));
}

/** Lower bound of the widest class at a scale, in bytes per second. */
export const widestFromBps = (scale: number): number => limitsBps[2] * scale;

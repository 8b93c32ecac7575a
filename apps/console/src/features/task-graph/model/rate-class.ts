const limitsBps = [20e6, 80e6, 200e6] as const;
const scales = [10, 1, 0.1, 0.01] as const;

/** Number of width classes: idle, then four rising ones. */
export const rateClassCount = 5;

/** The class of a throughput in bytes per second: 0 idle, then below 20, 80, 200 and from 200 MB/s, times `scale`. */
export function rateClass(rateBps: number, scale: number): number {
  const rate = rateBps / scale;
  if (rate < limitsBps[0] * 0.02) return 0;
  if (rate < limitsBps[0]) return 1;
  if (rate < limitsBps[1]) return 2;
  return rate < limitsBps[2] ? 3 : 4;
}

/**
 * The decade in which the busiest edge is wide: a slow swarm shows its differences like a fast one. It follows a rise
 * at once, and a fall only when the peak has dropped to half of what called for the present scale.
 */
export function rateScale(peakBps: number, current: number): number {
  const fitting = (peak: number) => scales.find((scale) => peak >= limitsBps[1] * scale) ?? 0.01;
  const up = fitting(peakBps);
  if (up >= current) return up;
  return Math.min(current, Math.max(up, fitting(peakBps * 2)));
}

/** Lower bound of the widest class at a scale, in bytes per second. */
export const widestFromBps = (scale: number): number => limitsBps[2] * scale;

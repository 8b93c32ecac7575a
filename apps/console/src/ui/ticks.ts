/** Round steps from 0 to at least `max`, at most `count` of them: in tens, or in powers of 1024 for sizes. */
export function valueTicks(max: number, count: number, unit: 'plain' | 'bytes'): number[] {
  if (!(max > 0)) return [0];
  const base = unit === 'bytes' ? 1024 ** Math.floor(Math.log(max) / Math.log(1024)) : 1;
  const raw = max / base / count;
  const magnitude = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * magnitude).find((wanted) => wanted >= raw) ?? 10 * magnitude;
  const steps = Math.ceil(max / base / step);
  return Array.from({ length: steps + 1 }, (_, i) => Number((i * step).toPrecision(12)) * base);
}

const minuteMs = 60_000;
const spansMs = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 10_080].map((minutes) => minutes * minuteMs);

/** Moments between two, at round times of the reader's day, at most `count` of them. */
export function timeTicks(fromMs: number, toMs: number, count: number, zoneOffsetMs: number): number[] {
  const step = spansMs.find((span) => (toMs - fromMs) / span <= count) ?? spansMs.at(-1) ?? minuteMs;
  const ticks: number[] = [];
  for (let at = Math.ceil((fromMs + zoneOffsetMs) / step) * step - zoneOffsetMs; at <= toMs; at += step) ticks.push(at);
  return ticks;
}

import type { SampleSpan } from './stores.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** How long each span is. */
export const spanMs: Readonly<Record<SampleSpan, number>> = { minute: minuteMs, hour: hourMs, day: dayMs };

/** How long samples of each span are kept: a little longer than the longest range that reads them. */
export const keptMs: Readonly<Record<SampleSpan, number>> = { minute: 2 * dayMs, hour: 100 * dayMs, day: 1200 * dayMs };

/** How far back a chart reaches, and in which steps. */
export const ranges = {
  '1h': { ms: hourMs, span: 'minute' },
  '6h': { ms: 6 * hourMs, span: 'minute' },
  '24h': { ms: dayMs, span: 'minute' },
  '7d': { ms: 7 * dayMs, span: 'hour' },
  '30d': { ms: 30 * dayMs, span: 'hour' },
  '90d': { ms: 90 * dayMs, span: 'hour' },
} as const satisfies Readonly<Record<string, { readonly ms: number; readonly span: SampleSpan }>>;

export type RangeName = keyof typeof ranges;

/** Points of a chart at most; longer ranges join neighbouring spans. */
const maxPoints = 240;

/** How long one point of a range's chart is. */
export function stepMs(range: RangeName): number {
  const { ms, span } = ranges[range];
  return Math.ceil(ms / spanMs[span] / maxPoints) * spanMs[span];
}

/** The beginning of the span that a moment lies in, in UTC. */
export const spanStart = (atMs: number, span: SampleSpan): Date =>
  new Date(Math.floor(atMs / spanMs[span]) * spanMs[span]);

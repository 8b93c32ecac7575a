import type { Words } from '../messages.ts';
import type { Counters } from './counters.ts';

/** The graph in one sentence: what a person reads, or hears, before anything else. */
export function summaryOf(counters: Counters, { t, format }: Words): string {
  const { peers, seeds, states, throughputBps } = counters;
  if (peers === 0) return t.summary.none;
  const parts = [t.peers(peers, format.number(peers))];
  if (seeds > 0) parts.push(t.summary.seeds(seeds, format.number(seeds)));
  parts.push(t.summary.complete(format.percent(counters.complete)));
  if (states.failed > 0) parts.push(t.summary.failed(format.number(states.failed)));
  if (states.backToSource > 0) parts.push(t.summary.fromOrigin(format.number(states.backToSource)));
  if (throughputBps > 0) parts.push(t.summary.rate(format.rate(throughputBps)));
  return parts.join(', ');
}

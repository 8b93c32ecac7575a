import { formatRate } from '@damselfly/core';
import type { Counters } from './counters.ts';
import { countOf, formatShare } from './numbers.ts';

/** The graph in one sentence: what a person reads, or hears, before anything else. */
export function summaryOf(counters: Counters): string {
  const { peers, seeds, states, throughputBps } = counters;
  if (peers === 0) return 'No peers yet';
  const parts = [countOf(peers, 'peer'), `${formatShare(counters.complete)} complete`];
  if (seeds > 0) parts.splice(1, 0, `${countOf(seeds, 'seed')} among them`);
  if (states.failed > 0) parts.push(`${countOf(states.failed, 'peer').split(' ')[0]} failed`);
  if (states.backToSource > 0) parts.push(`${states.backToSource} fetching from the origin`);
  if (throughputBps > 0) parts.push(`${formatRate(throughputBps)} in all`);
  return parts.join(', ');
}

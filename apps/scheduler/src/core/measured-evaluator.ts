import { type Evaluator, idcAffinity, locationAffinity } from './evaluator.ts';
import type { Host } from './host.ts';
import { recentFailures } from './host-record.ts';
import { uploadLimitOf } from './policy.ts';

/** A parent whose children get this much is worth half of the throughput score: 1 Gbit/s through eight pieces at once. */
const ordinaryBps = 125e6;
/** Taken for a host nobody has reported on: a little better than ordinary, so that it gets a try. */
const untriedBps = 150e6;
/** Taken for a host that does not know its bandwidth. */
const unknownTxBps = 10e9;

/**
 * Judges a parent by what its children saw of it: (0.3 throughput + 0.4 free bandwidth and slots + 0.15 IDC +
 * 0.1 location + 0.05 host type) ÷ (1 + failures lately ÷ 2). Throughput is what a piece of the parent moves at, which
 * falls as more children share it: a slow parent and a crowded one look alike, as they do to a child.
 */
export const measuredEvaluator: Evaluator = {
  name: 'measured',
  score({ host: child }, parent, nowMs, policy) {
    const { host } = parent;
    const merit =
      0.3 * throughput(host) +
      0.4 * room(host, uploadLimitOf(policy, host)) +
      0.15 * idcAffinity(child.profile.idc, host.profile.idc) +
      0.1 * locationAffinity(child.profile.location, host.profile.location) +
      0.05 * (host.profile.kind === 'seed' ? 1 : 0.5);
    return merit / (1 + recentFailures(host.record, nowMs) / 2);
  },
};

function throughput({ record }: Host): number {
  const bps = record.measuredBps || untriedBps;
  return bps / (bps + ordinaryBps);
}

/**
 * What is left of the scarcer of bandwidth and slots. Half of it ends where the host is full; the other half falls on, so
 * that among full hosts the least loaded is best.
 */
function room(host: Host, slots: number): number {
  const used = Math.max(host.txBps / (host.profile.maxTxBps || unknownTxBps), host.uploads / slots);
  return 0.5 * Math.max(0, 1 - used) + 0.5 / (1 + used);
}

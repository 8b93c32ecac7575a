import type { Host } from './host.ts';
import type { Peer } from './peer.ts';
import type { Policy } from './policy.ts';

/** Judges how good a parent would be for a child. Higher is better; all scores lie in [0, 1]. */
export interface Evaluator {
  /** What the configuration calls it. */
  readonly name: string;
  /** Must cost little (below 10 µs) and change nothing. */
  score(child: Peer, parent: Peer, nowMs: number, policy: Policy): number;
}

const MiB = 2 ** 20;
/** Taken for a host that does not know its bandwidth: the weight Dragonfly's client gives such a host. */
const unknownTxBps = 10e9;

/**
 * Dragonfly's default formula: 0.6 load + 0.2 IDC + 0.1 location + 0.1 host type,
 * where load is 0.5 peak bandwidth + 0.3 time to finish what is promised + 0.2 concurrent pieces.
 */
export const defaultEvaluator: Evaluator = {
  name: 'default',
  score: ({ host: child }, { host: parent }) =>
    0.6 * loadQuality(parent) +
    0.2 * idcAffinity(child.profile.idc, parent.profile.idc) +
    0.1 * locationAffinity(child.profile.location, parent.profile.location) +
    0.1 * (parent.profile.kind === 'seed' ? 1 : 0.5),
};

function loadQuality(parent: Host): number {
  const maxTxBps = parent.profile.maxTxBps || unknownTxBps;
  const peak = Math.max(0, 1 - parent.txBps / maxTxBps);
  const duration = Math.max(0, 1 - (parent.uploadBytes * 8) / maxTxBps / 60);
  return 0.5 * peak + 0.3 * duration + 0.2 * concurrency(parent.uploadPieces, maxTxBps);
}

/** 1 until the pieces in flight exceed what the link moves in a second at 16 MiB a piece. */
function concurrency(pieces: number, maxTxBps: number): number {
  const fitting = maxTxBps / (16 * MiB) / 8;
  if (fitting <= 1) return 0;
  return pieces <= fitting ? 1 : fitting / pieces;
}

/** Whatever the case; most names are spelt alike. */
const isSame = (a: string, b: string): boolean => a === b || a.toLowerCase() === b.toLowerCase();

/** 1 for the same data centre, else 0. */
export const idcAffinity = (a: string, b: string): number => (a !== '' && isSame(a, b) ? 1 : 0);

/** The share of equal leading zones, five at most. */
export function locationAffinity(a: string, b: string): number {
  if (a === '' || b === '') return 0;
  if (isSame(a, b)) return 1;
  const zonesOfB = b.toLowerCase().split('|');
  let equal = 0;
  for (const zone of a.toLowerCase().split('|').slice(0, 5)) {
    if (zone !== zonesOfB[equal]) break;
    equal += 1;
  }
  return equal / 5;
}

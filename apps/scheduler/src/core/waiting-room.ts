import type { Peer } from './peer.ts';
import type { Turn } from './turn.ts';

/** Lets a peer wait for its answer. Its task's next chance, a block that ends, or the deadline brings it one. */
export function park(turn: Turn, peer: Peer): void {
  peer.parkedAtMs ??= turn.nowMs;
  peer.task.parked.add(peer);
  turn.cluster.waiting.add(peer.task);
  turn.cluster.deadlines.arm(peer, parkedPeerDueMs(turn, peer, peer.parkedAtMs));
  turn.dirty.add(peer.task);
}

/** Ends a peer's wait, for whatever reason. */
export function unpark(turn: Turn, peer: Peer): void {
  if (!peer.task.parked.delete(peer)) return;
  peer.parkedAtMs = undefined;
  if (peer.task.parked.size === 0) turn.cluster.waiting.delete(peer.task);
}

/** When a waiting peer is to be looked at for its own sake: the end of its wait, or of its next block. */
export function parkedPeerDueMs(turn: Turn, peer: Peer, parkedAtMs: number): number {
  let dueMs = parkedAtMs + turn.cluster.policy.answerTimeoutMs;
  for (const untilMs of peer.blocks?.values() ?? []) if (untilMs > turn.nowMs) dueMs = Math.min(dueMs, untilMs);
  return dueMs;
}

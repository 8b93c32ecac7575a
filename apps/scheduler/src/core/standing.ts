import type { Host } from './host.ts';
import { isRoot, type Peer } from './peer.ts';
import { uploadLimitOf } from './policy.ts';
import { stir, type Turn } from './turn.ts';

/**
 * Brings what follows from a peer's phase, edges and host in step: whether it is an orphan, and whether it is in its
 * task's pool. Call it after any of the three changed.
 */
export function restand(turn: Turn, peer: Peer): void {
  const { task, host } = peer;
  const rootless = !isRoot(peer) && peer.parents.length === 0;
  const orphan = rootless && peer.children.length > 0;
  if (orphan !== peer.orphan) {
    peer.orphan = orphan;
    task.orphans += orphan ? 1 : -1;
    if (!orphan) stir(turn, task);
  }
  const offerable = !rootless && peer.phase !== 'pending' && peer.phase !== 'failed' && !host.profile.disableShared;
  if (!offerable) {
    task.pool.remove(peer);
    if (host.held?.delete(peer)) task.held -= 1;
  } else if (peer.poolIndex < 0 && host.held?.has(peer) !== true) {
    task.pool.add(peer);
    stir(turn, task);
  }
}

/** True while the host takes no more children. */
export const isBusy = (turn: Turn, host: Host): boolean =>
  host.draining || host.uploads >= uploadLimitOf(turn.cluster.policy, host) || host.quarantinedUntilMs > turn.nowMs;

/** Which of the three it is. */
export function whyBusy(turn: Turn, host: Host): 'draining' | 'quarantined' | 'noSlot' {
  if (host.draining) return 'draining';
  return host.quarantinedUntilMs > turn.nowMs ? 'quarantined' : 'noSlot';
}

/** Takes a peer out of the pool until its host is free again. */
export function hold(peer: Peer): void {
  peer.task.pool.remove(peer);
  peer.host.held ??= new Set();
  peer.host.held.add(peer);
  peer.task.held += 1;
}

/** Puts back what was held when the host is free again, and lets the tasks' parked peers try. */
export function release(turn: Turn, host: Host): void {
  if (host.held === undefined || isBusy(turn, host)) return;
  for (const peer of host.held) {
    peer.task.held -= 1;
    peer.task.pool.add(peer);
    stir(turn, peer.task);
  }
  host.held = undefined;
}

import type { PeerId } from '@damselfly/core';
import { noteArrival } from './host-record.ts';
import type { PeerEvent } from './input.ts';
import { extendLease } from './origin.ts';
import { isOver, type Peer } from './peer.ts';
import { accuse, acquit } from './quarantine.ts';
import { compare } from './relief.ts';
import { publish, type Turn } from './turn.ts';

/** Piece numbers from here on are not believed: 64 TiB in the largest pieces. */
export const pieceNumberLimit = 2 ** 20;
/** Most blocked parents a peer remembers. */
const blockLimit = 64;

type Finished = Extract<PeerEvent, { kind: 'pieceFinished' }>;
type Failed = Extract<PeerEvent, { kind: 'pieceFailed' }>;

/** A piece arrived. Its parent's host is proven good. */
export function pieceFinished(turn: Turn, peer: Peer, { piece, parent: parentId }: Finished): void {
  const { task } = peer;
  if (isOver(peer) || piece.number >= (task.lengths?.pieces ?? pieceNumberLimit)) return;
  peer.progressAtMs = turn.nowMs;
  task.updatedAtMs = turn.nowMs;
  if (parentId === null) {
    extendLease(turn, peer);
    task.sourcePieces.set(piece.number, piece);
  } else if (parentId === peer.id) {
    // One that comes from another scheduler in the middle of its fetch tells what it has brought so far.
    if (peer.phase === 'backToSource') task.sourcePieces.set(piece.number, piece);
  } else {
    const parent = turn.cluster.peers.get(parentId);
    if (parent !== undefined) {
      parent.updatedAtMs = turn.nowMs;
      parent.host.updatedAtMs = turn.nowMs;
      noteArrival(parent.host.record, piece.length, piece.costMs);
      acquit(turn, parent.host);
    }
  }
  if (!peer.pieces.add(piece.number)) return;
  const { number, length: bytes, costMs } = piece;
  const came = { peer: peer.id, parent: parentId, pieces: 1, bytes, costMs };
  const arrivals = [{ piece: number, bytes, costMs, atMs: turn.nowMs }];
  publish(turn, task, { kind: 'piecesFinished', ...came, arrivals, atMs: turn.nowMs });
  compare(turn, peer);
}

/** A piece did not arrive. Its parent is kept from this peer for a while, and a host that fails all its children from everyone. */
export function pieceFailed(turn: Turn, peer: Peer, { parent: parentId, number, why: reason }: Failed): void {
  if (isOver(peer)) return;
  const parent = parentId === null ? undefined : turn.cluster.peers.get(parentId);
  if (parent !== undefined && parent.task === peer.task) {
    block(turn, peer, parent);
    if (parent.host !== peer.host) accuse(turn, parent.host, peer, reason);
  }
  const which = number === undefined ? {} : { piece: number };
  publish(turn, peer.task, {
    kind: 'pieceFailed',
    peer: peer.id,
    parent: parentId,
    ...which,
    reason,
    atMs: turn.nowMs,
  });
}

/** Keeps a parent from a peer until the block ends. */
export function block(turn: Turn, peer: Peer, parent: Peer): void {
  peer.blocks ??= new Map();
  if (peer.blocks.size >= blockLimit) forgetOldest(peer.blocks);
  peer.blocks.delete(parent.id);
  peer.blocks.set(parent.id, turn.nowMs + turn.cluster.policy.blockMs);
  doubt(turn, parent);
}

/** A child complains of a peer at the source: without a piece before the child's block ends, it makes way for another. */
function doubt(turn: Turn, parent: Peer): void {
  for (const lease of parent.task.leases) {
    if (lease.stage !== 'fetching' || lease.peer !== parent) continue;
    lease.deadlineMs = Math.min(lease.deadlineMs, turn.nowMs + turn.cluster.policy.blockMs / 2);
    turn.cluster.deadlines.arm(parent.task, lease.deadlineMs);
  }
}

function forgetOldest(blocks: Map<PeerId, number>): void {
  const [oldest] = blocks.keys();
  if (oldest !== undefined) blocks.delete(oldest);
}

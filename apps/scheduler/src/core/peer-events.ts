import { dropParents } from './edges.ts';
import type { PeerEvent } from './input.ts';
import { fail, succeed } from './leaving.ts';
import { begin, endLeaseOf, setTaskState } from './origin.ts';
import { isOver, type Peer } from './peer.ts';
import { block, pieceFailed, pieceFinished } from './pieces.ts';
import { signOfLife, streamBroke } from './quarantine.ts';
import { register } from './registering.ts';
import { offer } from './serving.ts';
import { restand } from './standing.ts';
import { dismiss, publishTask, type Turn } from './turn.ts';
import { park } from './waiting-room.ts';

/** Handles what a peer says on its stream. */
export function fromPeer(turn: Turn, event: PeerEvent): void {
  if (event.kind === 'peerRegistered') {
    register(turn, event);
    return;
  }
  const peer = turn.cluster.peers.get(event.peer);
  if (peer === undefined) {
    const message = `peer ${event.peer} is unknown: register it first`;
    const { peer: who, stream, kind } = event;
    if (kind !== 'streamClosed')
      turn.effects.push({ kind: 'failStream', peer: who, stream, code: 'notFound', message });
    return;
  }
  if (peer.stream !== event.stream) return;
  peer.updatedAtMs = turn.nowMs;
  peer.host.updatedAtMs = turn.nowMs;
  if (event.kind !== 'streamClosed') signOfLife(turn, peer.host);
  switch (event.kind) {
    case 'peerStarted':
      if (peer.phase === 'received' || peer.phase === 'pending') peer.phase = 'running';
      break;
    case 'backToSourceStarted':
      begin(turn, peer);
      break;
    case 'reschedule':
      reschedule(turn, peer, event);
      break;
    case 'pieceFinished':
      pieceFinished(turn, peer, event);
      break;
    case 'pieceFailed':
      pieceFailed(turn, peer, event);
      break;
    case 'peerFinished':
      finish(turn, peer, event.fromSource);
      break;
    case 'peerFailed':
      dismiss(turn, peer, { kind: 'endStream' });
      fail(turn, peer, event.why);
      break;
    case 'streamClosed':
      peer.stream = undefined;
      if (isOver(peer)) break;
      streamBroke(turn, peer.host);
      fail(turn, peer, 'the peer closed its stream without a last word');
      break;
    default:
      event satisfies never;
  }
}

function reschedule(turn: Turn, peer: Peer, { parents }: Extract<PeerEvent, { kind: 'reschedule' }>): void {
  if (isOver(peer)) return;
  peer.askedAtMs = turn.nowMs;
  peer.reliefs = 0;
  if (peer.phase === 'backToSource') {
    endLeaseOf(turn, peer);
    peer.phase = 'running';
    // It is no root any more, and may have no parents to drop.
    restand(turn, peer);
  }
  dropParents(turn, peer);
  for (const id of parents) {
    const parent = peer.task.peers.get(id);
    if (parent !== undefined) block(turn, peer, parent);
  }
  setTaskState(turn, peer.task, 'running');
  if (offer(turn, peer) !== 'answered') park(turn, peer);
}

function finish(turn: Turn, peer: Peer, fromSource: boolean): void {
  if (isOver(peer)) return;
  if (fromSource && peer.wishes.range === undefined) learnLengths(turn, peer);
  dismiss(turn, peer, { kind: 'endStream' });
  succeed(turn, peer);
}

/** A source that gave no length has shown it in its pieces by now. */
function learnLengths(turn: Turn, { task, pieces }: Peer): void {
  if (task.lengths !== undefined || pieces.size === 0 || task.sourcePieces.size !== pieces.size) return;
  let contentBytes = 0;
  for (const { offset, length } of task.sourcePieces.values()) contentBytes = Math.max(contentBytes, offset + length);
  const first = task.sourcePieces.get(0);
  if (first === undefined) return;
  task.lengths = { contentBytes, pieceBytes: first.length, pieces: task.sourcePieces.size };
  publishTask(turn, task);
}

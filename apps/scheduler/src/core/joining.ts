import { moveToEnd } from './dag.ts';
import type { Peer } from './peer.ts';
import { publish, type Turn } from './turn.ts';

/** Makes a new peer known, wherever peers are looked for. */
export function enter(turn: Turn, peer: Peer): void {
  const { id, task, host } = peer;
  turn.cluster.peers.set(id, peer);
  task.peers.set(id, peer);
  host.peers.add(peer);
  moveToEnd(peer);
  const { hostname, idc, kind: peerKind } = host.profile;
  const who = { peer: id, host: host.profile.id, hostname, idc, peerKind };
  publish(turn, task, { kind: 'peerJoined', ...who, atMs: turn.nowMs });
  turn.cluster.deadlines.arm(peer, turn.nowMs + turn.cluster.policy.pieceTimeoutMs);
}

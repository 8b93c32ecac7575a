import { Failure, peerId } from '@damselfly/core';
import { common, type scheduler, type UnaryHandler } from '@damselfly/proto';
import type { Peer } from '../core/peer.ts';
import type { Engine } from '../shell/engine.ts';
import { peerMessage, sourcePiece, taskMessage } from './encode-peer.ts';
import type { HostBook } from './host-book.ts';
import { checkId } from './validate.ts';

/** A peer with its task, its host and the pieces it has. */
export const statPeer =
  ({ engine, hosts }: { engine: Engine; hosts: HostBook }): UnaryHandler<scheduler.StatPeerRequest, common.Peer> =>
  async (request) => {
    const id = peerId(checkId(request.peerId, 'peer_id'));
    const peer = engine.cluster.peers.get(id);
    if (peer === undefined) throw new Failure('notFound', `peer ${id} is unknown`);
    const task = { ...taskMessage(peer.task), pieces: [...peer.task.sourcePieces.values()].map(sourcePiece) };
    return { ...peerMessage(peer), task, host: hosts.announced(peer.host.profile.id), pieces: piecesOf(peer) };
  };

/** The numbers a peer reported, with their place where the source has shown it. */
function piecesOf(peer: Peer): common.Piece[] {
  return [...peer.pieces.values()].map((number) => {
    const known = peer.task.sourcePieces.get(number);
    return known === undefined ? { ...common.Piece.fromPartial({ number }) } : sourcePiece(known);
  });
}

import type { PieceSpan } from '@damselfly/core';
import { common, type Duration } from '@damselfly/proto';
import type { StoredPiece, TrafficType } from '../storage/store.ts';

const trafficTypes = {
  backToSource: common.TrafficType.BACK_TO_SOURCE,
  remotePeer: common.TrafficType.REMOTE_PEER,
  localPeer: common.TrafficType.LOCAL_PEER,
} as const satisfies Record<TrafficType, common.TrafficType>;

/** A stored piece as others read it, without its bytes. */
export function pieceMessage(piece: StoredPiece): common.Piece {
  return {
    number: piece.number,
    offset: BigInt(piece.offset),
    length: BigInt(piece.length),
    digest: piece.digest,
    trafficType: trafficTypes[piece.trafficType],
    cost: durationMessage(piece.costMs),
    createdAt: new Date(piece.createdAtMs),
    ...(piece.parent === undefined ? {} : { parentId: piece.parent }),
  };
}

/** A piece that is not there yet: where it will lie, nothing else. */
export function plannedPieceMessage({ number, offset, length }: PieceSpan): common.Piece {
  return common.Piece.fromPartial({ number, offset: BigInt(offset), length: BigInt(length) });
}

/** Milliseconds as protobuf counts time. */
export function durationMessage(ms: number): Duration {
  const seconds = Math.floor(ms / 1000);
  return { seconds: BigInt(seconds), nanos: Math.round((ms - seconds * 1000) * 1e6) };
}

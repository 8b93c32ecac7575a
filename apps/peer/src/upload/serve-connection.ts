import { randomInt } from 'node:crypto';
import type { Socket } from 'node:net';
import { Failure, type TaskId } from '@damselfly/core';
import type { Log } from '@damselfly/core/node';
import type { BufferPool } from '../bytes/buffer-pool.ts';
import type { Zstd } from '../bytes/zstd.ts';
import type { Share } from '../rate/fair-queue.ts';
import { shareOf } from '../rate/priority.ts';
import type { RateLimiter } from '../rate/rate-limiter.ts';
import type { PieceReading, PieceStore } from '../storage/store.ts';
import { encodeContentHead, encodeError, encodeHello } from '../transport/vortex.ts';
import type { FirstCopies } from './first-copies.ts';
import type { PieceServerLimits, UploadMeters } from './piece-server.ts';
import { type ChildMessage, RequestReader } from './request-reader.ts';
import { type PackingJudge, sendPacked } from './send-packed.ts';
import { sendPiece } from './send-piece.ts';
import type { UploadTurns } from './upload-turns.ts';

export interface ConnectionParts {
  readonly socket: Socket;
  readonly store: Pick<PieceStore, 'readPiece'>;
  readonly limiter: RateLimiter;
  readonly turns: UploadTurns;
  readonly buffers: BufferPool;
  readonly limits: PieceServerLimits;
  readonly meters: UploadMeters;
  readonly log: Log;
  /** Absent: nothing is packed. */
  readonly packing: { readonly zstd: Zstd; readonly judge: PackingJudge } | undefined;
  readonly firstCopies: FirstCopies;
}

/**
 * Serves one child until it leaves: one piece, or as many as it asks for once it has greeted as one of ours.
 * Never rejects; when it resolves the socket is destroyed.
 */
export async function serveConnection(parts: ConnectionParts): Promise<void> {
  const { socket, limits, log } = parts;
  const gone = new AbortController();
  socket.on('error', (err) => log.debug({ err }, 'a child broke off'));
  socket.on('close', () => gone.abort());
  const reader = new RequestReader(socket);
  try {
    let packs = false;
    let comesAgain = false;
    for (let greeted = false; ; ) {
      const message = await reader.next(greeted ? limits.idleTimeoutMs : limits.requestTimeoutMs);
      if (message.kind === 'end') break;
      if (message.kind === 'hello') {
        greeted = true;
        comesAgain = message.abilities.comesAgain === true;
        packs = parts.packing !== undefined && message.abilities.packs;
        socket.write(encodeHello(randomInt(256), { packs: parts.packing !== undefined }));
        continue;
      }
      if (message.packed && !packs)
        throw new Failure('corrupt', 'a child asks for packed blocks without having greeted');
      await serveRequest(parts, message, comesAgain ? busyAfterMs : undefined, gone.signal);
      if (greeted) continue;
      await ended(socket, limits.sendTimeoutMs);
      break;
    }
  } catch (thrown) {
    const failure = Failure.from(thrown);
    parts.meters.dropped.inc({ code: failure.code });
    if (failure.code === 'internal') log.error({ err: thrown }, 'serving a child failed');
    else log.debug({ code: failure.code, reason: failure.message, child: socket.remoteAddress }, 'a child was dropped');
  } finally {
    socket.destroy();
  }
}

type PieceRequest = Extract<ChildMessage, { kind: 'request' }>;

/** A child of ours that has waited so long for its turn is told to look elsewhere meanwhile. */
const busyAfterMs = 300;
/** A first copy goes before so many others. */
const firstCopyWeight = 16;

async function serveRequest(
  parts: ConnectionParts,
  request: PieceRequest,
  patienceMs: number | undefined,
  signal: AbortSignal,
): Promise<void> {
  const { store, socket, meters, log } = parts;
  const refuse = (failure: Failure, comesAgain = false) => {
    meters.pieces.inc({ result: failure.code });
    socket.write(encodeError(failure, randomInt(256), comesAgain));
  };
  let reading: PieceReading;
  try {
    reading = await store.readPiece(request.task, request.number);
  } catch (thrown) {
    const failure = Failure.from(thrown);
    if (failure.code !== 'notFound') log.warn({ err: thrown, task: request.task }, 'a piece could not be read');
    refuse(failure);
    return;
  }
  try {
    const turn = await turnFor(parts, request.number, request.task, patienceMs, signal);
    if (turn instanceof Failure) refuse(turn, true);
    else await sendInTurn(parts, request, reading, turn, signal);
  } finally {
    reading.release();
  }
}

/** Whether it is a first copy that goes, and what ends the turn. */
interface Turn {
  readonly first: boolean;
  readonly end: () => void;
}

/** Waits for a turn; a child of ours, which has patience, hears that there is none, or that others have the piece. */
async function turnFor(
  { turns, firstCopies }: ConnectionParts,
  number: number,
  task: TaskId,
  patienceMs: number | undefined,
  signal: AbortSignal,
): Promise<Turn | Failure> {
  const isElsewhere = () => patienceMs !== undefined && turns.isSlow && firstCopies.isElsewhere(task, number);
  const elsewhere = new Failure('conflict', 'another child has this piece, or gets it now');
  if (isElsewhere()) return elsewhere;
  const usual = shareOf(task, 0);
  const share = firstCopies.isFirst(task, number)
    ? { key: `first ${task}`, weight: usual.weight * firstCopyWeight }
    : usual;
  const end = await turns.take(signal, share, patienceMs);
  if (end === undefined) return new Failure('exhausted', 'this peer sends as many pieces as its link takes');
  // Somebody else may have come first meanwhile.
  if (!isElsewhere()) return { first: firstCopies.isFirst(task, number), end };
  end();
  return elsewhere;
}

async function sendInTurn(
  parts: ConnectionParts,
  request: PieceRequest,
  reading: PieceReading,
  turn: Turn,
  signal: AbortSignal,
): Promise<void> {
  const { turns, firstCopies, meters } = parts;
  const { number, length } = reading.piece;
  const given = turn.first ? firstCopies.begin(request.task, number) : undefined;
  const over = turns.began(length);
  try {
    await sendWhole({ ...parts, share: shareOf(request.task, 0) }, request, reading, signal);
    given?.(true);
    meters.pieces.inc({ result: 'sent' });
  } catch (thrown) {
    given?.(false);
    meters.pieces.inc({ result: Failure.from(thrown).code });
    throw thrown;
  } finally {
    over();
    turn.end();
  }
}

async function sendWhole(
  parts: ConnectionParts & { readonly share: Share },
  request: PieceRequest,
  reading: PieceReading,
  signal: AbortSignal,
): Promise<void> {
  const { piece } = reading;
  const { packing } = parts;
  const packed =
    request.packed && packing !== undefined && (await packing.judge.worth({ ...parts, reading, signal }, request.task));
  const head = encodeContentHead(
    request.taskKind,
    {
      number: piece.number,
      offset: piece.offset,
      length: piece.length,
      digest: piece.digest,
      ...(piece.parent === undefined ? {} : { parentId: piece.parent }),
      trafficType: remotePeerTraffic,
      costSeconds: piece.costMs / 1000,
      createdAtSeconds: piece.createdAtMs / 1000,
    },
    randomInt(256),
    packed,
  );
  if (packed) await sendPacked({ ...parts, zstd: packing.zstd, head, reading, signal });
  else await sendPiece({ ...parts, head, reading, signal });
}

/** `common.v2.TrafficType.REMOTE_PEER`, whatever way the piece came here. */
const remotePeerTraffic = 1;

/** Waits until the child has closed its side too: closing at once could cut off bytes that are still under way. */
function ended(socket: Socket, timeoutMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, timeoutMs);
    socket.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
    socket.end();
  });
}

import { hostId, peerId, pieceCount, pieceLengthFor, taskId } from '@damselfly/core';
import { common, type Duration, type scheduler } from '@damselfly/proto';
import type { PeerEvent, Registration } from '../core/input.ts';
import type { StreamId } from '../core/peer.ts';
import type { Lengths, PieceFacts } from '../core/task.ts';
import { checkDownload, checkId, checkLength, checkPiece, present } from './validate.ts';

const defaultConcurrentPieces = 8;
const concurrentPiecesLimit = 1024;
const reportedParentsLimit = 100;

/** What an announce message tells the core. Throws `invalid` that names the field. */
export function decodeRequest(message: scheduler.AnnouncePeerRequest, stream: StreamId): PeerEvent {
  const peer = peerId(checkId(message.peerId, 'peer_id'));
  checkId(message.hostId, 'host_id');
  checkId(message.taskId, 'task_id');
  const request = present(message.request, 'request');
  switch (request.$case) {
    case 'registerPeerRequest': {
      const registration = registrationOf(present(request.value.download, 'download'));
      const [host, task] = [hostId(message.hostId), taskId(message.taskId)];
      return { peer, stream, kind: 'peerRegistered', host, task, registration };
    }
    case 'downloadPeerStartedRequest':
      return { peer, stream, kind: 'peerStarted' };
    case 'downloadPeerBackToSourceStartedRequest':
      return { peer, stream, kind: 'backToSourceStarted' };
    case 'reschedulePeerRequest': {
      const reported = request.value.candidateParents.slice(0, reportedParentsLimit);
      const parents = reported.map(({ id }) => peerId(checkId(id, 'candidate_parents.id')));
      return { peer, stream, kind: 'reschedule', parents, why: request.value.description ?? '' };
    }
    case 'downloadPeerFinishedRequest':
      return { peer, stream, kind: 'peerFinished', fromSource: false };
    case 'downloadPeerBackToSourceFinishedRequest':
      return { peer, stream, kind: 'peerFinished', fromSource: true };
    case 'downloadPeerFailedRequest':
      return { peer, stream, kind: 'peerFailed', fromSource: false, why: request.value.description ?? 'it failed' };
    case 'downloadPeerBackToSourceFailedRequest':
      return {
        peer,
        stream,
        kind: 'peerFailed',
        fromSource: true,
        why: request.value.description ?? 'the source failed',
      };
    case 'downloadPieceFinishedRequest': {
      const piece = present(request.value.piece, 'piece');
      // Without a parent it was on the peer's disk before.
      const parent = piece.parentId === undefined ? peer : peerId(checkId(piece.parentId, 'piece.parent_id'));
      return { peer, stream, kind: 'pieceFinished', parent, piece: pieceOf(piece) };
    }
    case 'downloadPieceBackToSourceFinishedRequest':
      return {
        peer,
        stream,
        kind: 'pieceFinished',
        parent: null,
        piece: pieceOf(present(request.value.piece, 'piece')),
      };
    case 'downloadPieceFailedRequest': {
      const { parentId, pieceNumber, temporary } = request.value;
      const why = temporary ? 'the parent could not deliver it' : 'the parent delivered it wrong';
      const parent = peerId(checkId(parentId, 'parent_id'));
      return { peer, stream, kind: 'pieceFailed', parent, ...numbered(pieceNumber), why };
    }
    case 'downloadPieceBackToSourceFailedRequest':
      return {
        peer,
        stream,
        kind: 'pieceFailed',
        parent: null,
        ...numbered(request.value.pieceNumber),
        why: sourceAnswer(request.value),
      };
    default:
      return request satisfies never;
  }
}

const numbered = (number: number | undefined) => (number === undefined ? {} : { number });

function sourceAnswer({ response }: scheduler.DownloadPieceBackToSourceFailedRequest): string {
  if (response?.$case === 'backend') {
    const { statusCode, message } = response.value;
    return statusCode === undefined ? message : `the source answered ${statusCode}: ${message}`;
  }
  return response?.value.message ?? 'the source did not deliver it';
}

function registrationOf(download: common.Download): Registration {
  checkDownload(download);
  const { url, type, tag = '', application = '', digest = '', filteredQueryParams, range } = download;
  const lengths = lengthsOf(download);
  const { concurrentPieceCount = defaultConcurrentPieces } = download;
  return {
    subject: { type, url, tag, application, digest, filteredQueryParams },
    ...(lengths === undefined ? {} : { lengths }),
    priority: download.priority,
    ...(range === undefined
      ? {}
      : {
          range: { start: checkLength(range.start, 'range.start'), length: checkLength(range.length, 'range.length') },
        }),
    concurrentPieces: Math.min(concurrentPiecesLimit, Math.max(1, concurrentPieceCount)),
    needBackToSource: download.needBackToSource,
    disableBackToSource: download.disableBackToSource,
    metadataOnly: download.metadataOnly,
    encodeDownload: () => forSeed(download),
  };
}

/** What a seed is asked for: the caller's own wish, unknown fields included, fetched from the source into the seed's store. */
function forSeed({ outputPath: _, ...download }: common.Download): Uint8Array {
  return common.Download.encode({ ...download, needBackToSource: true, disableBackToSource: false }).finish();
}

/** Unknown until the peer has asked the source; 2^64-1 means the source did not say. */
function lengthsOf({
  actualContentLength,
  actualPieceLength,
  actualPieceCount,
  pieceLength,
}: common.Download): Lengths | undefined {
  if (actualContentLength === undefined || actualContentLength > Number.MAX_SAFE_INTEGER) return undefined;
  const contentBytes = Number(actualContentLength);
  const wanted = actualPieceLength ?? pieceLength;
  const pieceBytes = wanted ? checkLength(wanted, 'download.actual_piece_length') : pieceLengthFor(contentBytes);
  const pieces = actualPieceCount === undefined ? pieceCount(contentBytes, pieceBytes) : Number(actualPieceCount);
  return { contentBytes, pieceBytes, pieces };
}

function pieceOf(piece: common.Piece): PieceFacts {
  checkPiece(piece);
  return {
    number: piece.number,
    offset: checkLength(piece.offset, 'piece.offset'),
    length: checkLength(piece.length, 'piece.length'),
    digest: piece.digest,
    costMs: durationMs(piece.cost),
    createdAtMs: piece.createdAt?.getTime() ?? 0,
  };
}

/** Milliseconds of a protobuf duration; 0 when it is absent. */
export const durationMs = (duration: Duration | undefined): number =>
  duration === undefined ? 0 : Number(duration.seconds) * 1000 + duration.nanos / 1e6;

import { type Failure, hostId, type PeerId, peerId, pieceCount } from '@damselfly/core';
import { common, type scheduler } from '@damselfly/proto';
import type { DownloadRequest } from '../download/download-request.ts';
import type { ParentCandidate, PeerReport, Registration, SchedulerReply } from '../download/scheduling.ts';
import { pieceMessage } from '../wire/piece-message.ts';

type Request = NonNullable<scheduler.AnnouncePeerRequest['request']>;

/** The download as the scheduler hands it on to a seed: the caller's own message, without what concerns only this host. */
export function registerMessage({ request, facts, metadataOnly = false }: Registration): Request {
  const { contentLength, pieceLength } = facts;
  const { outputPath: _, ...given } =
    request.wire === undefined ? fromRequest(request, contentLength) : common.Download.decode(request.wire);
  const download: common.Download = {
    ...given,
    needBackToSource: request.needBackToSource,
    needPieceContent: false,
    overwrite: false,
    forceHardLink: false,
    metadataOnly,
    actualPieceLength: BigInt(pieceLength),
    actualContentLength: BigInt(contentLength),
    actualPieceCount: BigInt(pieceCount(contentLength, pieceLength)),
  };
  return { $case: 'registerPeerRequest', value: { download } };
}

/** A report as the scheduler reads it. `offered` holds the parents it named, which a reschedule echoes. */
export function reportMessage(report: PeerReport, offered: ReadonlyMap<PeerId, common.Peer>): Request {
  switch (report.kind) {
    case 'started':
      return { $case: 'downloadPeerStartedRequest', value: {} };
    case 'backToSourceStarted':
      return { $case: 'downloadPeerBackToSourceStartedRequest', value: { description: report.description } };
    case 'pieceFinished': {
      const value = { piece: pieceMessage(report.piece) };
      return report.piece.trafficType === 'backToSource'
        ? { $case: 'downloadPieceBackToSourceFinishedRequest', value }
        : { $case: 'downloadPieceFinishedRequest', value };
    }
    case 'pieceFailed':
      return {
        $case: 'downloadPieceFailedRequest',
        value: { pieceNumber: report.number, parentId: report.parent, temporary: true },
      };
    case 'pieceBackToSourceFailed':
      return {
        $case: 'downloadPieceBackToSourceFailedRequest',
        value: { pieceNumber: report.number, response: sourceError(report.failure) },
      };
    case 'reschedule': {
      const candidateParents = report.parents.flatMap((parent) => offered.get(parent) ?? []);
      return { $case: 'reschedulePeerRequest', value: { candidateParents, description: report.description } };
    }
    case 'finished':
      return { $case: 'downloadPeerFinishedRequest', value: {} };
    case 'backToSourceFinished':
      return { $case: 'downloadPeerBackToSourceFinishedRequest', value: {} };
    case 'failed':
      return { $case: 'downloadPeerFailedRequest', value: { description: report.description } };
    case 'backToSourceFailed':
      return { $case: 'downloadPeerBackToSourceFailedRequest', value: { description: report.description } };
    default:
      return report satisfies never;
  }
}

/** True for the reports after which the scheduler ends the stream. */
export function isTerminal({ kind }: PeerReport): boolean {
  return kind === 'finished' || kind === 'backToSourceFinished' || kind === 'failed' || kind === 'backToSourceFailed';
}

/** What the scheduler said; undefined for a message this version does not know. */
export function replyOf({ response }: scheduler.AnnouncePeerResponse): SchedulerReply | undefined {
  switch (response?.$case) {
    case undefined:
      return undefined;
    case 'emptyTaskResponse':
      return { kind: 'empty' };
    case 'normalTaskResponse':
      return { kind: 'parents', parents: response.value.candidateParents.flatMap(candidateOf) };
    case 'needBackToSourceResponse':
      return { kind: 'backToSource', description: response.value.description ?? '' };
    case 'metadataOnlyResponse':
      return { kind: 'metadataOnly' };
    default:
      return response satisfies never;
  }
}

function candidateOf({ id, host }: common.Peer): ParentCandidate[] {
  if (id === '' || host === undefined || host.ip === '' || host.port < 1 || host.port > 65535) return [];
  return [{ peer: peerId(id), host: hostId(host.id), ip: host.ip, port: host.port }];
}

function sourceError(failure: Failure) {
  const { message, origin } = failure;
  if (origin === undefined) return { $case: 'unknown' as const, value: { message } };
  return { $case: 'backend' as const, value: { message, header: { ...origin.header }, statusCode: origin.statusCode } };
}

/** For downloads that did not come as a message, such as the proxy's. */
function fromRequest(request: DownloadRequest, contentLength: number): common.Download {
  const { digest, range, pieceLength } = request;
  const length = Math.min(range?.length ?? 0, contentLength - (range?.start ?? 0));
  return common.Download.fromPartial({
    url: request.url,
    type: common.TaskType.STANDARD,
    tag: request.tag,
    application: request.application,
    filteredQueryParams: [...request.filteredQueryParams],
    requestHeader: { ...request.header },
    disableBackToSource: request.disableBackToSource,
    ...(digest === undefined ? {} : { digest }),
    ...(pieceLength === undefined ? {} : { pieceLength: BigInt(pieceLength) }),
    ...(range === undefined ? {} : { range: { start: BigInt(range.start), length: BigInt(length) } }),
  });
}

import { Failure, type HostId, type PieceSpan } from '@damselfly/core';
import type { CallContext, common, dfdaemon } from '@damselfly/proto';
import type { Download } from '../download/download.ts';
import type { Downloads } from '../download/downloads.ts';
import type { ByteRange } from '../source/source.ts';
import type { PieceStore, StoredPiece } from '../storage/store.ts';
import { pieceMessage, plannedPieceMessage } from '../wire/piece-message.ts';
import { outputPathOf, requestOf, timeoutMsOf } from './download-codec.ts';
import { checkOutputPath } from './output-path.ts';

export interface DownloadTaskOptions {
  readonly downloads: Downloads;
  readonly store: PieceStore;
  readonly host: HostId;
  /**
   * `local` programs may have the file written, and their leaving ends the download. `remote` ones are schedulers that
   * start a seed: they may not name files, and others depend on the download when they leave.
   */
  readonly caller: 'local' | 'remote';
}

type Response = dfdaemon.DownloadTaskResponse;

/** The DownloadTask call: first what is known of the content, then every piece as it comes, at last the file. */
export async function* downloadTask(
  { download: wanted }: dfdaemon.DownloadTaskRequest,
  { signal: left }: Pick<CallContext, 'signal'>,
  options: DownloadTaskOptions,
): AsyncGenerator<Response> {
  if (wanted === undefined) throw new Failure('invalid', 'the request names no download');
  const { downloads, store, host, caller } = options;
  const request = requestOf(wanted, caller === 'remote');
  const outputPath = outputPathOf(wanted);
  if (outputPath !== undefined) {
    if (caller === 'remote') throw new Failure('forbidden', 'only programs on this machine may have files written');
    await checkOutputPath(outputPath, wanted.overwrite);
  }
  const timeoutMs = timeoutMsOf(wanted);
  const limit = timeoutMs === undefined ? undefined : AbortSignal.timeout(timeoutMs);
  const signal = limit === undefined ? left : AbortSignal.any([left, limit]);
  try {
    const download = await downloads.open(request, signal);
    const said = (response: NonNullable<Response['response']>): Response => ({
      hostId: host,
      taskId: download.task,
      peerId: download.peer,
      response,
    });
    try {
      yield said({ $case: 'downloadTaskStartedResponse', value: startedMessage(download, wanted) });
      for await (const piece of download.pieces(signal)) {
        const message = await finishedMessage(piece, download, wanted, store);
        yield said({ $case: 'downloadPieceFinishedResponse', value: { piece: message } });
      }
      if (outputPath !== undefined) await writeOutput(download, wanted, outputPath, store, signal);
    } finally {
      download.close();
    }
  } catch (thrown) {
    if (limit?.aborted && !left.aborted) {
      throw new Failure('timeout', `the download took longer than ${timeoutMs} ms; allow more with --timeout`, {
        cause: thrown,
      });
    }
    throw thrown;
  }
}

function startedMessage(
  { facts, range, spans, complete }: Download,
  { range: asked }: common.Download,
): dfdaemon.DownloadTaskStartedResponse {
  return {
    contentLength: BigInt(facts.contentLength),
    responseHeader: { ...facts.header },
    pieces: spans.map((span) => plannedPieceMessage(clipped(span, range))),
    isFinished: complete,
    ...(asked === undefined ? {} : { range: { start: BigInt(range.start), length: BigInt(range.length) } }),
  };
}

async function finishedMessage(
  piece: StoredPiece,
  { task, range }: Download,
  { needPieceContent }: common.Download,
  store: PieceStore,
): Promise<common.Piece> {
  const part = clipped(piece, range);
  const message = { ...pieceMessage(piece), offset: BigInt(part.offset), length: BigInt(part.length) };
  if (!needPieceContent) return message;
  const reading = await store.readPiece(task, piece.number);
  try {
    const content = Buffer.allocUnsafe(part.length);
    const skip = part.offset - piece.offset;
    for (let done = 0; done < content.length; ) {
      const got = await reading.read(content.subarray(done), skip + done);
      if (got === 0) throw new Failure('storage', `piece ${piece.number} is shorter than recorded; try again`);
      done += got;
    }
    return { ...message, content };
  } finally {
    reading.release();
  }
}

async function writeOutput(
  { task, range, facts }: Download,
  { overwrite, forceHardLink, range: asked }: common.Download,
  outputPath: string,
  store: PieceStore,
  signal: AbortSignal,
): Promise<void> {
  const part = asked === undefined || range.length === facts.contentLength ? {} : { range };
  await store.export(task, { outputPath, overwrite, hardLink: forceHardLink, ...part }, signal);
}

/** The part of a piece inside the range asked for. */
function clipped({ number, offset, length }: PieceSpan, range: ByteRange): PieceSpan {
  const start = Math.max(offset, range.start);
  const end = Math.min(offset + length, range.start + range.length);
  return { number, offset: start, length: Math.max(0, end - start) };
}

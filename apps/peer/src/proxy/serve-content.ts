import type { ServerResponse } from 'node:http';
import { Failure } from '@damselfly/core';
import type { Download } from '../download/download.ts';
import type { DownloadRequest } from '../download/download-request.ts';
import type { Downloads } from '../download/downloads.ts';
import type { ByteRange, Source } from '../source/source.ts';
import type { PieceStore } from '../storage/store.ts';
import type { AskedRange } from './range-header.ts';
import { endOut, writeOut } from './write-out.ts';

export interface ServeContentParts {
  readonly downloads: Downloads;
  readonly store: PieceStore;
  readonly source: Source;
  /** Fetch the rest, too, when a part is asked for. */
  readonly prefetch: boolean;
}

const chunkBytes = 512 * 1024;

/** Answers a GET out of the swarm: pieces are sent in order as soon as each is there. */
export async function serveContent(
  { downloads, store, source, prefetch }: ServeContentParts,
  request: DownloadRequest,
  asked: Exclude<AskedRange, { kind: 'other' }>,
  response: ServerResponse,
  signal: AbortSignal,
): Promise<void> {
  const range =
    asked.kind === 'last' ? await lastBytes(asked.length, { store, source }, request, signal) : fromStart(asked);
  let download: Download;
  try {
    download = await downloads.open({ ...request, range }, signal);
  } catch (thrown) {
    const contentLength = store.task(request.task)?.contentLength;
    if (range === undefined || contentLength === undefined || range.start < contentLength) throw thrown;
    response.writeHead(416, { 'content-range': `bytes */${contentLength}` });
    await endOut(response);
    return;
  }
  if (prefetch && range !== undefined) downloads.prefetch(request);
  try {
    response.writeHead(range === undefined ? 200 : 206, headOf(download, range !== undefined));
    await sendPieces(download, store, response, signal);
    await endOut(response);
  } finally {
    download.close();
  }
}

function fromStart(asked: Exclude<AskedRange, { kind: 'other' | 'last' }>): ByteRange | undefined {
  if (asked.kind === 'all') return undefined;
  return { start: asked.start, length: asked.length ?? Number.MAX_SAFE_INTEGER - asked.start };
}

async function lastBytes(
  length: number,
  { store, source }: Pick<ServeContentParts, 'store' | 'source'>,
  request: DownloadRequest,
  signal: AbortSignal,
): Promise<ByteRange> {
  const known = store.task(request.task)?.contentLength ?? (await source.stat(request, signal)).contentLength;
  if (known === undefined) throw new Failure('precondition', 'the origin does not say how long the content is');
  const start = Math.max(0, known - length);
  return { start, length: Math.max(1, known - start) };
}

function headOf(download: Download, partial: boolean): Record<string, string | number> {
  const { facts, range, task, complete } = download;
  const last = range.start + range.length - 1;
  return {
    ...facts.header,
    'accept-ranges': 'bytes',
    'content-length': range.length,
    'x-dragonfly-task-id': task,
    ...(partial ? { 'content-range': `bytes ${range.start}-${last}/${facts.contentLength}` } : {}),
    ...(complete ? { 'x-dragonfly-task-download-finished': 'true' } : {}),
  };
}

async function sendPieces(
  download: Download,
  store: PieceStore,
  response: ServerResponse,
  signal: AbortSignal,
): Promise<void> {
  const { range, spans, task } = download;
  const end = range.start + range.length;
  const chunk = Buffer.allocUnsafe(chunkBytes);
  download.readAt(spans[0]?.number ?? 0);
  for await (const piece of download.pieces(signal, true)) {
    const reading = await store.readPiece(task, piece.number);
    try {
      let at = Math.max(0, range.start - piece.offset);
      const stop = Math.min(piece.length, end - piece.offset);
      while (at < stop) {
        const got = await reading.read(chunk.subarray(0, Math.min(chunkBytes, stop - at)), at);
        if (got === 0) throw new Failure('storage', `piece ${piece.number} is shorter than recorded; try again`);
        await writeOut(response, chunk.subarray(0, got));
        at += got;
      }
    } finally {
      reading.release();
    }
    download.readAt(piece.number + 1);
  }
}

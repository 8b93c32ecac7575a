import type { ServerResponse } from 'node:http';
import { Failure } from '@damselfly/core';
import type { Download } from '../download/download.ts';
import type { ContentFacts, DownloadRequest } from '../download/download-request.ts';
import type { Downloads } from '../download/downloads.ts';
import { mayGoPast, pastDisk } from '../download/past-disk.ts';
import type { RateLimiter } from '../rate/rate-limiter.ts';
import type { ByteRange, Source } from '../source/source.ts';
import type { PieceStore } from '../storage/store.ts';
import type { AskedRange } from './range-header.ts';
import { endOut, writeOut } from './write-out.ts';

export interface ServeContentParts {
  readonly downloads: Downloads;
  readonly store: Pick<PieceStore, 'task' | 'readPiece'>;
  readonly source: Source;
  /** For what goes past the disk. */
  readonly limiters: readonly RateLimiter[];
  /** The disk failed, and the content goes on without it. */
  readonly onPastDisk: () => void;
  /** Fetch the rest, too, when a part is asked for. */
  readonly prefetch: boolean;
}

const chunkBytes = 512 * 1024;

/** Answers a GET out of the swarm: pieces are sent in order as soon as each is there. When the disk fails the source goes on. */
export async function serveContent(
  parts: ServeContentParts,
  request: DownloadRequest,
  asked: Exclude<AskedRange, { kind: 'other' }>,
  response: ServerResponse,
  signal: AbortSignal,
): Promise<void> {
  const { downloads, store, prefetch } = parts;
  const range = asked.kind === 'last' ? await lastBytes(asked.length, parts, request, signal) : fromStart(asked);
  let download: Download;
  try {
    download = await downloads.open({ ...request, range }, signal);
  } catch (thrown) {
    if (mayGoPast(thrown, request)) return servePast(parts, request, range, response, signal);
    const contentLength = store.task(request.task)?.contentLength;
    if (range === undefined || contentLength === undefined || range.start < contentLength) throw thrown;
    await refuseRange(response, contentLength);
    return;
  }
  if (prefetch && range !== undefined) downloads.prefetch(request);
  try {
    response.writeHead(range === undefined ? 200 : 206, headOf(download, range !== undefined));
    await sendPieces(parts, download, request, response, signal);
    await endOut(response);
  } finally {
    download.close();
  }
}

/** The same without the disk, from the beginning. */
async function servePast(
  parts: ServeContentParts,
  request: DownloadRequest,
  asked: ByteRange | undefined,
  response: ServerResponse,
  signal: AbortSignal,
): Promise<void> {
  parts.onPastDisk();
  const stat = await parts.source.stat(request, signal);
  const { contentLength, header } = stat;
  if (contentLength === undefined) {
    if (asked !== undefined) throw new Failure('precondition', 'the origin does not say how long the content is');
    response.writeHead(200, { ...header });
    for await (const chunk of pastDisk(request, undefined, stat, parts, signal)) await writeOut(response, chunk);
    await endOut(response);
    return;
  }
  if (asked !== undefined && asked.start >= contentLength) return refuseRange(response, contentLength);
  const start = asked?.start ?? 0;
  const range = { start, length: Math.min(asked?.length ?? contentLength, contentLength - start) };
  const head = { task: request.task, facts: { contentLength, header }, range, complete: false };
  response.writeHead(asked === undefined ? 200 : 206, headOf(head, asked !== undefined));
  const part = asked === undefined ? undefined : range;
  for await (const chunk of pastDisk(request, part, stat, parts, signal)) await writeOut(response, chunk);
  await endOut(response);
}

async function refuseRange(response: ServerResponse, contentLength: number): Promise<void> {
  response.writeHead(416, { 'content-range': `bytes */${contentLength}` });
  await endOut(response);
}

function fromStart(asked: Exclude<AskedRange, { kind: 'other' | 'last' }>): ByteRange | undefined {
  if (asked.kind === 'all') return undefined;
  return { start: asked.start, length: asked.length ?? Number.MAX_SAFE_INTEGER - asked.start };
}

async function lastBytes(
  length: number,
  { store, source }: ServeContentParts,
  request: DownloadRequest,
  signal: AbortSignal,
): Promise<ByteRange> {
  const known = store.task(request.task)?.contentLength ?? (await source.stat(request, signal)).contentLength;
  if (known === undefined) throw new Failure('precondition', 'the origin does not say how long the content is');
  const start = Math.max(0, known - length);
  return { start, length: Math.max(1, known - start) };
}

type Described = Pick<Download, 'task' | 'range' | 'complete'> & { readonly facts: Omit<ContentFacts, 'pieceLength'> };

function headOf({ facts, range, task, complete }: Described, partial: boolean): Record<string, string | number> {
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
  parts: ServeContentParts,
  download: Download,
  request: DownloadRequest,
  response: ServerResponse,
  signal: AbortSignal,
): Promise<void> {
  const { range, facts } = download;
  const end = range.start + range.length;
  let next = range.start;
  try {
    for await (const chunk of stored(parts.store, download, signal)) {
      await writeOut(response, chunk);
      next += chunk.length;
    }
  } catch (thrown) {
    if (!mayGoPast(thrown, request)) throw thrown;
    parts.onPastDisk();
    const { contentLength, header } = facts;
    const known = { contentLength, validators: { etag: header.etag, lastModified: header['last-modified'] } };
    const left = { start: next, length: end - next };
    for await (const chunk of pastDisk(request, left, known, parts, signal)) await writeOut(response, chunk);
  }
}

/** The bytes of a download in order, in a buffer that is used again for each chunk. */
async function* stored(
  store: ServeContentParts['store'],
  download: Download,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
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
        yield chunk.subarray(0, got);
        at += got;
      }
    } finally {
      reading.release();
    }
    download.readAt(piece.number + 1);
  }
}

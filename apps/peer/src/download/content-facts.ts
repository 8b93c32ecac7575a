import { Failure, minPieceLengthBytes, pieceLengthFor } from '@damselfly/core';
import type { Source, SourceStat } from '../source/source.ts';
import type { PieceStore, StoredTask, TaskSpec } from '../storage/store.ts';
import type { ContentFacts, DownloadRequest } from './download-request.ts';
import type { Scheduling } from './scheduling.ts';

export interface LearnOptions {
  readonly request: DownloadRequest;
  readonly store: Pick<PieceStore, 'task' | 'delete'>;
  readonly source: Source;
  readonly scheduling: Scheduling;
}

/** What could be learnt before the first byte. Without `contentLength` only the source's last byte tells it. */
export interface Learnt {
  readonly contentLength: number | undefined;
  readonly pieceLength: number;
  readonly header: Readonly<Record<string, string>>;
  /** Absent when nobody asked the source yet, or it cannot be reached. */
  readonly stat?: SourceStat;
}

/**
 * Asks the store, the source and at last the swarm how long the content is. Pieces of a part that the source has
 * replaced since are dropped. Throws what the source throws when nobody knows.
 */
export async function learnContent(options: LearnOptions, signal: AbortSignal): Promise<Learnt> {
  const { request, store, source } = options;
  const stored = store.task(request.task);
  if (stored?.state === 'finished') return ofStored(stored);
  if (request.lengths !== undefined) return { ...request.lengths, header: {} };
  try {
    const stat = await source.stat(request, signal);
    if (stored !== undefined && !sameContent(stored, stat)) await store.delete(request.task);
    const contentLength = stat.contentLength ?? (await swarmLength(options, signal));
    const { header } = stat;
    return { contentLength, pieceLength: chosenPieceLength(request, stat.contentLength), header, stat };
  } catch (thrown) {
    if (Failure.from(thrown).code !== 'unavailable') throw thrown;
    if (stored?.contentLength !== undefined) return ofStored(stored);
    const contentLength = await swarmLength(options, signal);
    if (contentLength === undefined) throw thrown;
    return { contentLength, pieceLength: chosenPieceLength(request, contentLength), header: {} };
  }
}

/** The store's description of a task. */
export function taskSpec(request: DownloadRequest, { contentLength, pieceLength, header, stat }: Learnt): TaskSpec {
  const { task, url, application, tag, kind, ttlMs } = request;
  const digest = blobDigest(url) ?? stat?.digest;
  return {
    task,
    url,
    application,
    tag,
    pieceLength,
    header,
    ...(contentLength === undefined ? {} : { contentLength }),
    ...(digest === undefined ? {} : { digest }),
    ...(kind === undefined ? {} : { kind }),
    ...(ttlMs === undefined ? {} : { ttlMs }),
  };
}

/** The digest a registry's blob URL promises: such content is compared whoever asks for it. */
export function blobDigest(url: string): string | undefined {
  const hex = /\/v2\/.+\/blobs\/sha256:([0-9a-f]{64})(?:$|[?#])/.exec(url)?.[1];
  return hex === undefined ? undefined : `sha256:${hex}`;
}

function ofStored({ contentLength, pieceLength, header }: StoredTask): ContentFacts & Learnt {
  if (contentLength === undefined) throw new Failure('internal', 'a finished task without a length');
  return { contentLength, pieceLength, header };
}

function chosenPieceLength({ pieceLength }: DownloadRequest, contentLength: number | undefined): number {
  return pieceLength ?? (contentLength === undefined ? minPieceLengthBytes : pieceLengthFor(contentLength));
}

function sameContent(stored: StoredTask, stat: SourceStat): boolean {
  if (stored.contentLength !== stat.contentLength) return false;
  const strong = (tag: string | undefined) => (tag?.startsWith('W/') ? undefined : tag);
  const [before, now] = [strong(stored.header.etag), strong(stat.validators.etag)];
  return before === undefined || now === undefined || before === now;
}

async function swarmLength({ request, scheduling }: LearnOptions, signal: AbortSignal): Promise<number | undefined> {
  return scheduling.knownLength(request.task, signal);
}

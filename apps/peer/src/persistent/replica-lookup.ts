import { Failure, type FailureCode, pieceLengthFor, type TaskId } from '@damselfly/core';
import type { DownloadRequest } from '../download/download-request.ts';
import type { Downloads } from '../download/downloads.ts';
import type { PieceStore } from '../storage/store.ts';
import type { ReplicaBook, ReplicatedKind, ReplicatedTask } from './replica-book.ts';
import { kindNoun } from './scheduler-calls.ts';

export interface ReplicaLookupParts {
  readonly kind: ReplicatedKind;
  readonly store: PieceStore;
  readonly downloads: Pick<Downloads, 'cancel'>;
  readonly book: ReplicaBook;
  readonly nowMs: () => number;
}

/** What a download can know of a replicated task beforehand. */
export type KnownReplica = Pick<DownloadRequest, 'lengths' | 'ttlMs'> & {
  /** What it was uploaded with, whatever the caller says: what is blocked goes by it. */
  readonly names?: Pick<DownloadRequest, 'tag' | 'application'>;
};

/**
 * Asks the scheduler for the task. When it does not know it, or does not answer, what is stored here still serves, and an
 * object still has its store; a persistent cache task that is neither here nor known is `notFound`.
 */
export async function lookUpReplica(
  task: TaskId,
  parts: ReplicaLookupParts,
  signal: AbortSignal,
): Promise<KnownReplica> {
  const { kind, store, book, downloads, nowMs } = parts;
  const stored = store.task(task);
  if (stored !== undefined && (stored.kind ?? 'standard') !== kind) {
    throw new Failure('conflict', `${task} is a ${stored.kind ?? 'standard'} task here, not a ${kindNoun[kind]}`);
  }
  let known: ReplicatedTask;
  try {
    known = await book.stat(task, signal);
  } catch (thrown) {
    if (signal.aborted) throw thrown;
    const failure = Failure.from(thrown);
    if (knowsNothing.has(failure.code) && (stored?.state === 'finished' || kind === 'persistent')) {
      return stored === undefined ? {} : { names: namesOf(stored) };
    }
    throw failure;
  }
  if (known.state !== 'Succeeded') {
    if (kind === 'persistent') return {};
    throw new Failure('precondition', `the upload of ${kindNoun[kind]} ${task} is not complete: ${known.state}`);
  }
  const contentLength = Number(known.contentLength);
  if (stored?.contentLength !== undefined && stored.contentLength !== contentLength) {
    // It was deleted and uploaded anew while this host was away.
    await downloads.cancel(task, 'it was uploaded anew');
    await store.delete(task);
  }
  const pieceLength = Number(known.pieceLength ?? 0n) || pieceLengthFor(contentLength);
  const ttlMs = remainingMs(known, nowMs());
  const names = namesOf(known);
  return { names, lengths: { contentLength, pieceLength }, ...(ttlMs === undefined ? {} : { ttlMs }) };
}

const namesOf = ({ tag = '', application = '' }: { tag?: string | undefined; application?: string | undefined }) => ({
  tag,
  application,
});

/** Some schedulers keep no such tasks: Dragonfly's without Redis refuse, older ones have no such call. */
const knowsNothing: ReadonlySet<FailureCode> = new Set(['notFound', 'unavailable', 'unimplemented', 'precondition']);

const leastTtlMs = 1_000;

/** The copy ends with the task. */
function remainingMs({ ttl, createdAt }: ReplicatedTask, nowMs: number): number | undefined {
  if (ttl === undefined || createdAt === undefined) return undefined;
  return Math.max(leastTtlMs, createdAt.getTime() + Number(ttl.seconds) * 1000 - nowMs);
}

import { peerId, taskId } from '@damselfly/core';
import { z } from 'zod';
import type { StoredPiece, TaskSpec } from './store.ts';

const count = z.int().nonnegative();

const pieceRecord = z.object({
  is: z.literal('piece'),
  number: count,
  offset: count,
  length: count,
  crc32: count,
  parent: z.string().optional(),
  trafficType: z.enum(['backToSource', 'remotePeer', 'localPeer']),
  costMs: z.number(),
  atMs: z.number(),
});

const taskRecord = z.object({
  is: z.literal('task'),
  task: z.string(),
  kind: z.enum(['standard', 'persistent', 'persistentCache', 'cache']).optional(),
  url: z.string(),
  application: z.string(),
  tag: z.string(),
  contentLength: count.optional(),
  pieceLength: z.int().positive(),
  header: z.record(z.string(), z.string()),
  digest: z.string().optional(),
  ttlMs: z.number().optional(),
  atMs: z.number(),
});

/** Everything a task's journal can say, in the order it happened. */
export const journalRecord = z.discriminatedUnion('is', [
  taskRecord,
  pieceRecord,
  /** A piece was found damaged. */
  z.object({ is: z.literal('lost'), number: count }),
  z.object({ is: z.literal('length'), contentLength: count }),
  z.object({ is: z.literal('finished'), atMs: z.number() }),
  z.object({ is: z.literal('failed'), why: z.string() }),
  /** A failed task is tried again. */
  z.object({ is: z.literal('reopened') }),
  /** The content had another digest than it should: all pieces are void. */
  z.object({ is: z.literal('reset') }),
  /** The content file has, or no longer has, a name outside the store. */
  z.object({ is: z.literal('shared'), shared: z.boolean() }),
  z.object({ is: z.literal('pinned'), pinned: z.boolean() }),
  z.object({ is: z.literal('used'), atMs: z.number() }),
]);

export type JournalRecord = z.output<typeof journalRecord>;
export type TaskRecord = z.output<typeof taskRecord>;

export function recordOfTask(spec: TaskSpec, atMs: number): TaskRecord {
  return { is: 'task', ...spec, header: { ...spec.header }, atMs };
}

export function specOfRecord({
  is: _is,
  atMs: _at,
  task,
  kind,
  contentLength,
  digest,
  ttlMs,
  ...rest
}: TaskRecord): TaskSpec {
  return {
    ...rest,
    task: taskId(task),
    ...(kind === undefined ? {} : { kind }),
    ...(contentLength === undefined ? {} : { contentLength }),
    ...(digest === undefined ? {} : { digest }),
    ...(ttlMs === undefined ? {} : { ttlMs }),
  };
}

export function recordOfPiece({ digest: _derived, createdAtMs, ...piece }: StoredPiece): JournalRecord {
  return { is: 'piece', ...piece, atMs: createdAtMs };
}

export function pieceOfRecord({ is: _is, atMs, parent, ...piece }: z.output<typeof pieceRecord>): StoredPiece {
  return {
    ...piece,
    ...(parent === undefined ? {} : { parent: peerId(parent) }),
    digest: `crc32:${piece.crc32}`,
    createdAtMs: atMs,
  };
}

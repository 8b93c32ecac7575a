import type { Buffer } from 'node:buffer';
import type { FileHandle } from 'node:fs/promises';
import { Failure, parseDigest } from '@damselfly/core';
import type { BufferPool } from '../bytes/buffer-pool.ts';
import type { FileCache, FileMode } from './file-cache.ts';
import { makeFile } from './make-file.ts';
import { createHasher } from './piece-digest.ts';
import { errnoCode } from './storage-failure.ts';
import type { TaskEntry } from './task-entry.ts';

const chunkBytes = 2 ** 20;

/** An empty content file of the final size; blocks are taken as pieces arrive. It stays open for the first of them. */
export async function createContent(files: FileCache, contentPath: string, lengthBytes: number): Promise<void> {
  const file = await makeFile(contentPath);
  try {
    if (lengthBytes > 0) await file.truncate(lengthBytes);
  } catch (thrown) {
    await file.close();
    throw thrown;
  }
  files.adopt(contentPath, 'r+', file);
}

export interface FileSpan {
  readonly offset: number;
  readonly length: number;
}

/** Stored bytes that cannot be had: another read would not bring them back. */
export class ContentDamage extends Failure {}

/** The failure of a read that met the end of the file before its time, or with the system's error a broken disk. */
export function damage(at: number, cause?: unknown): ContentDamage {
  const what = `stored content cannot be read from byte ${at} on: the file ends there or the disk is broken; check it`;
  return new ContentDamage('storage', what, { cause });
}

/** What the system says of a broken disk; everything else (too many open files, no right) says nothing of the bytes. */
const brokenDisk: readonly string[] = ['EIO', 'EUCLEAN', 'EBADMSG', 'ENODATA'];

export const isDamage = (thrown: unknown) =>
  thrown instanceof ContentDamage || brokenDisk.includes(errnoCode(thrown) ?? '');

/**
 * Reads a stretch of a file through one pooled buffer and hands it on in parts; a part is valid until `onPart` has
 * resolved. Throws `ContentDamage` when the file ends early or cannot be read, `cancelled` when the signal aborts.
 */
export async function readSpan(
  file: FileHandle,
  span: FileSpan,
  buffers: BufferPool,
  signal: AbortSignal,
  onPart: (part: Buffer, at: number) => Promise<void> | void,
): Promise<void> {
  const buffer = await buffers.acquire(chunkBytes, signal);
  try {
    for (let at = 0; at < span.length; ) {
      if (signal.aborted) throw new Failure('cancelled', 'cancelled while reading stored content');
      const wanted = Math.min(chunkBytes, span.length - at);
      const bytesRead = await readSome(file, buffer.bytes, wanted, span.offset + at);
      if (bytesRead === 0) throw damage(span.offset + at);
      await onPart(buffer.bytes.subarray(0, bytesRead), at);
      at += bytesRead;
    }
  } finally {
    buffer.release();
  }
}

async function readSome(file: FileHandle, into: Buffer, wanted: number, position: number): Promise<number> {
  try {
    return (await file.read(into, 0, wanted, position)).bytesRead;
  } catch (thrown) {
    throw isDamage(thrown) ? damage(position, thrown) : thrown;
  }
}

/** The digest of a stretch of a file, by the algorithm `like` names, as text of the same form. */
export async function digestSpan(
  file: FileHandle,
  span: FileSpan,
  like: string,
  buffers: BufferPool,
  signal: AbortSignal,
): Promise<string> {
  const { algorithm } = parseDigest(like);
  const hasher = createHasher(algorithm);
  await readSpan(file, span, buffers, signal, (part) => {
    hasher.update(part);
  });
  return `${algorithm}:${hasher.value()}`;
}

/** Works with a task's content file; a deleted task's name may belong to a new file already, so it is `notFound`. */
export async function useContent<T>(
  files: FileCache,
  entry: TaskEntry,
  mode: FileMode,
  work: (file: FileHandle) => Promise<T>,
): Promise<T> {
  if (entry.gone) throw new Failure('notFound', `task ${entry.id} was deleted meanwhile`);
  return files.use(entry.contentPath, mode, work);
}

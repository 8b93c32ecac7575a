import { constants } from 'node:fs';
import { type FileHandle, link, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Failure, type PieceSpan, pieceSpans } from '@damselfly/core';
import type { BufferPool } from '../bytes/buffer-pool.ts';
import { crc32 } from '../bytes/crc32.ts';
import { cloneFile } from './clone-file.ts';
import { readSpan, useContent } from './content-file.ts';
import { writeFully } from './journal.ts';
import { onlyWriter, type PieceWriterParts, storedPiece, storePiece } from './piece-writer.ts';
import { makeOwn, markShared } from './shared-content.ts';
import { errnoCode, storageFailure } from './storage-failure.ts';
import type { ImportRequest, SameFile } from './store.ts';
import type { TaskEntry } from './task-entry.ts';

export interface ImportParts extends PieceWriterParts {
  readonly buffers: BufferPool;
}

/** A file opened to be imported. */
export interface ImportInput {
  readonly path: string;
  readonly file: FileHandle;
  readonly lengthBytes: number;
  readonly modifiedNs: bigint;
  readonly inode: bigint;
}

/** Throws `invalid` when there is no regular file of that name; a symbolic link is none. */
export async function openInput({ inputPath }: Pick<ImportRequest, 'inputPath'>): Promise<ImportInput> {
  if (!path.isAbsolute(inputPath)) throw new Failure('invalid', `the path ${inputPath} must be absolute`);
  // Without O_NONBLOCK a named pipe would keep us waiting for somebody who writes to it.
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const file = await open(inputPath, flags).catch((thrown: unknown) => {
    throw inputFailure(inputPath, thrown);
  });
  try {
    const found = await file.stat({ bigint: true });
    if (!found.isFile()) throw notRegular(inputPath);
    return { path: inputPath, file, lengthBytes: Number(found.size), modifiedNs: found.mtimeNs, inode: found.ino };
  } catch (thrown) {
    await file.close();
    throw thrown;
  }
}

/**
 * Brings the pieces of a file into a task that was opened for it: shares its blocks or, when asked, the file itself
 * where the file system can, and copies otherwise. Throws `aborted` when the file changes meanwhile.
 */
export async function importContent(
  parts: ImportParts,
  entry: TaskEntry,
  input: ImportInput,
  hardLink: boolean,
  signal: AbortSignal,
): Promise<void> {
  const placed = await entry.writes.run(() => place(parts, entry, input, hardLink));
  for (const span of pieceSpans(input.lengthBytes, entry.spec.pieceLength)) {
    await onlyWriter(entry, span.number, () =>
      storePiece(parts, entry, span.length, async () => {
        const sum = placed
          ? await parts.files.use(entry.contentPath, 'r', (file) => sumOf(parts, file, span, signal))
          : await entry.writes.run(() => copyPiece(parts, entry, input.file, span, signal));
        return storedPiece(span, { crc32: sum, trafficType: 'localPeer', costMs: 0 }, parts.nowMs());
      }),
    );
  }
  const { size, mtimeNs } = await input.file.stat({ bigint: true });
  if (Number(size) === input.lengthBytes && mtimeNs === input.modifiedNs) return;
  throw new Failure('aborted', `${input.path} changed while it was imported; try again`);
}

/** Puts the whole file into the content's place without copying; false when it must be copied piece by piece. */
async function place(
  { files }: ImportParts,
  entry: TaskEntry,
  input: ImportInput,
  hardLink: boolean,
): Promise<boolean> {
  // Somebody else's pieces stay where they are.
  if (entry.gone || entry.bitmap.size > 0 || entry.writing.size > 0) return false;
  const beside = `${entry.contentPath}.import`;
  try {
    if (
      !(
        (hardLink && (await linked(entry, input, beside))) ||
        (await cloneFile(`/proc/self/fd/${input.file.fd}`, beside, 0o600))
      )
    )
      return false;
    await rename(beside, entry.contentPath);
    files.forget(entry.contentPath);
    return true;
  } finally {
    await rm(beside, { force: true });
  }
}

/** Throws `aborted` when another file took its place, or it was changed. */
export function checkSame({ path: inputPath, inode, modifiedNs, lengthBytes }: ImportInput, same: SameFile): void {
  if (inode === same.inode && modifiedNs === same.modifiedNs && lengthBytes === same.lengthBytes) return;
  throw new Failure('aborted', `${inputPath} changed before it was imported; try again`);
}

/** A link may be refused for good reasons (another file system, somebody else's file); then the file is copied. */
const cannotLink = ['EXDEV', 'EPERM', 'EMLINK', 'ENOTSUP', 'EOPNOTSUPP'];

async function linked(entry: TaskEntry, { path: inputPath, inode }: ImportInput, beside: string): Promise<boolean> {
  try {
    await link(inputPath, beside);
  } catch (thrown) {
    if (cannotLink.includes(errnoCode(thrown) ?? '')) return false;
    throw inputFailure(inputPath, thrown);
  }
  if ((await stat(beside, { bigint: true })).ino !== inode) {
    throw new Failure('aborted', `${inputPath} was replaced while it was imported; try again`);
  }
  await markShared(entry);
  return true;
}

async function copyPiece(
  { files, buffers }: ImportParts,
  entry: TaskEntry,
  input: FileHandle,
  span: PieceSpan,
  signal: AbortSignal,
): Promise<number> {
  await makeOwn(files, entry);
  let sum = 0;
  await useContent(files, entry, 'r+', (content) =>
    readSpan(input, span, buffers, signal, async (part, at) => {
      sum = crc32(part, sum);
      await writeFully(content, part, span.offset + at);
    }),
  );
  return sum;
}

async function sumOf(
  { buffers }: ImportParts,
  file: FileHandle,
  span: PieceSpan,
  signal: AbortSignal,
): Promise<number> {
  let sum = 0;
  await readSpan(file, span, buffers, signal, (part) => {
    sum = crc32(part, sum);
  });
  return sum;
}

const notRegular = (inputPath: string, cause?: unknown) =>
  new Failure('invalid', `${inputPath} is no regular file; name one, with symbolic links resolved`, { cause });

function inputFailure(inputPath: string, thrown: unknown): Failure {
  switch (errnoCode(thrown)) {
    case 'ELOOP':
    case 'ENXIO':
      return notRegular(inputPath, thrown);
    case 'ENOENT':
    case 'ENOTDIR':
      return new Failure('invalid', `there is no file ${inputPath}; name one that exists`, { cause: thrown });
    case 'EACCES':
      return new Failure('forbidden', `the daemon has no right to read ${inputPath}; grant it`, { cause: thrown });
    default:
      return storageFailure(`read ${inputPath}`, thrown);
  }
}

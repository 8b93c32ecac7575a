import { createHash, type Hash } from 'node:crypto';
import { Failure } from '@damselfly/core';
import { checkSame, openInput } from '../storage/import-task.ts';
import type { SameFile } from '../storage/store.ts';

/** A file a caller wants to upload, as it was when it was looked at. */
export interface InputFile {
  readonly path: string;
  readonly lengthBytes: number;
  /** User that owns it. */
  readonly ownerUid: number;
  /** Tells the store that it is still this file. */
  readonly same: SameFile;
}

const chunkBytes = 2 ** 20;

/** Looks at a regular file, never through a symbolic link. Throws `invalid` when there is none, `forbidden` when it may not be read. */
export async function lookAtInput(path: string): Promise<InputFile> {
  const { file, lengthBytes, inode, modifiedNs } = await openInput({ inputPath: path });
  try {
    const { uid } = await file.stat();
    return { path, lengthBytes, ownerUid: uid, same: { inode, modifiedNs, lengthBytes } };
  } finally {
    await file.close();
  }
}

/** SHA-256 over all of its bytes; `aborted` when it is no longer the file that was looked at. */
export async function hashInput({ path, same }: InputFile, signal: AbortSignal): Promise<Hash> {
  const input = await openInput({ inputPath: path });
  const { file, lengthBytes } = input;
  try {
    checkSame(input, same);
    const hash = createHash('sha256');
    const chunk = Buffer.allocUnsafe(chunkBytes);
    for (let at = 0; at < lengthBytes; ) {
      signal.throwIfAborted();
      const { bytesRead } = await file.read(chunk, 0, Math.min(chunkBytes, lengthBytes - at), at);
      if (bytesRead === 0) throw new Failure('aborted', `${path} became shorter while it was read; try again`);
      hash.update(chunk.subarray(0, bytesRead));
      at += bytesRead;
    }
    return hash;
  } finally {
    await file.close();
  }
}

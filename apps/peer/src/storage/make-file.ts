import { type FileHandle, mkdir, open } from 'node:fs/promises';
import path from 'node:path';
import { errnoCode } from './storage-failure.ts';

/** Makes an empty file, for this user alone, to be read and written; its folder is made when there is none. */
export async function makeFile(file: string): Promise<FileHandle> {
  try {
    return await open(file, 'w+', 0o600);
  } catch (thrown) {
    if (errnoCode(thrown) !== 'ENOENT') throw thrown;
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    return await open(file, 'w+', 0o600);
  }
}

import { lstat, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Failure } from '@damselfly/core';

/**
 * Refuses an output the daemon could not write or should not replace, before anything is downloaded. Only ordinary
 * files are replaced; a link under the name would be replaced itself, never followed.
 */
export async function checkOutputPath(outputPath: string, overwrite: boolean): Promise<void> {
  const folder = dirname(outputPath);
  if (!(await isFolder(folder))) {
    throw new Failure('invalid', `${folder} is no folder; create it before downloading into it`);
  }
  try {
    const found = await lstat(outputPath);
    if (!found.isFile() && !found.isSymbolicLink()) {
      throw new Failure('conflict', `${outputPath} is no ordinary file and is not replaced; choose another name`);
    }
    if (!overwrite) throw new Failure('conflict', `${outputPath} exists; add --overwrite to replace it`);
  } catch (thrown) {
    if (!isMissing(thrown)) throw thrown;
  }
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (thrown) {
    if (isMissing(thrown)) return false;
    throw thrown;
  }
}

const isMissing = (thrown: unknown) =>
  thrown instanceof Error && 'code' in thrown && (thrown.code === 'ENOENT' || thrown.code === 'ENOTDIR');

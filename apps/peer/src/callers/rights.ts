import type { Stats } from 'node:fs';
import { constants } from 'node:fs';
import { type FileHandle, lstat, open, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';
import { Failure } from '@damselfly/core';
import type { Caller } from './caller.ts';

const readWriteSearch = { write: 2, search: 1 } as const;

/** The user this process runs as may do all it can do; so may the administrator. */
export const isTrusted = ({ uid }: Caller): boolean => uid === 0 || uid === process.getuid?.();

/** Where a file is to appear; held open, so that nobody can put another folder in its place. */
export interface OutputPlace extends AsyncDisposable {
  /** Reaches the file by way of the open folder. */
  readonly path: string;
}

/**
 * Opens the folder of an output. `forbidden` when the caller may not make a file there, or the folder lies outside the
 * allowed ones; `conflict` for what is not replaced; `invalid` when there is no such folder.
 */
export async function openOutputPlace(
  outputPath: string,
  overwrite: boolean,
  caller: Caller,
  allowedFolders: readonly string[],
): Promise<OutputPlace> {
  const folder = await realFolder(dirname(outputPath));
  const inside = await Promise.all(allowedFolders.map((allowed) => isInside(folder, allowed)));
  if (allowedFolders.length > 0 && !inside.includes(true)) {
    throw new Failure('forbidden', `files are written into ${allowedFolders.join(', ')} only, not into ${folder}`);
  }
  const handle = await open(folder, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  try {
    const path = process.platform === 'linux' ? `/proc/self/fd/${handle.fd}/${basename(outputPath)}` : outputPath;
    const found = await lstat(path).catch((thrown: unknown) => {
      if (isMissing(thrown)) return undefined;
      throw thrown;
    });
    if (found !== undefined && !found.isFile() && !found.isSymbolicLink()) {
      throw new Failure('conflict', `${outputPath} is no ordinary file and is not replaced; choose another name`);
    }
    if (!isTrusted(caller)) await checkCaller(folder, handle, found, caller);
    if (found !== undefined && !overwrite) {
      throw new Failure('conflict', `${outputPath} exists; add --overwrite to replace it`);
    }
    return { path, [Symbol.asyncDispose]: () => handle.close() };
  } catch (thrown) {
    await handle.close();
    throw thrown;
  }
}

/** Whether the caller could have made the file itself. */
async function checkCaller(folder: string, handle: FileHandle, found: Stats | undefined, caller: Caller) {
  if (process.getuid?.() !== 0) {
    throw new Failure(
      'forbidden',
      `the daemon cannot give a file to user ${caller.uid}; add --transfer-from-dfdaemon, and the tool writes it`,
    );
  }
  for (let above = dirname(folder); ; above = dirname(above)) {
    if (!may(await stat(above), caller, readWriteSearch.search)) throw refusal(folder, caller);
    if (above === dirname(above)) break;
  }
  const now = await handle.stat();
  if (!may(now, caller, readWriteSearch.write | readWriteSearch.search)) throw refusal(folder, caller);
  const sticky = (now.mode & 0o1000) !== 0;
  if (found !== undefined && sticky && found.uid !== caller.uid && now.uid !== caller.uid) {
    throw new Failure('forbidden', `user ${caller.uid} may not replace a file of somebody else in ${folder}`);
  }
}

/** `forbidden` unless the file is the caller's own, and for a caller the system does not name. */
export function checkOwner(path: string, ownerUid: number, caller: Caller | undefined): void {
  if (caller === undefined) throw new Failure('forbidden', 'only programs on this machine may hand files on');
  if (isTrusted(caller) || ownerUid === caller.uid) return;
  throw new Failure('forbidden', `${path} does not belong to user ${caller.uid}; only its owner may hand it on`);
}

function may({ uid, gid, mode }: Stats, caller: Caller, wanted: number): boolean {
  const bits = uid === caller.uid ? mode >> 6 : gid === caller.gid ? mode >> 3 : mode;
  return (bits & wanted) === wanted;
}

async function realFolder(path: string): Promise<string> {
  try {
    const found = await realpath(path);
    if ((await stat(found)).isDirectory()) return found;
  } catch (thrown) {
    if (!isMissing(thrown)) throw thrown;
  }
  throw new Failure('invalid', `${path} is no folder; create it before downloading into it`);
}

async function isInside(folder: string, allowed: string): Promise<boolean> {
  const top = await realFolder(allowed);
  return folder === top || folder.startsWith(join(top, sep));
}

const refusal = (folder: string, { uid }: Caller) =>
  new Failure('forbidden', `user ${uid} may not make files in ${folder}`);

const isMissing = (thrown: unknown) =>
  thrown instanceof Error && 'code' in thrown && (thrown.code === 'ENOENT' || thrown.code === 'ENOTDIR');

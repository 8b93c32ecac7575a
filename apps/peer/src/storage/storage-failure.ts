import { Failure } from '@damselfly/core';

const remedies: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full; free space, lower storage.capacity or move storage.dir',
  EDQUOT: 'the disk quota is used up; raise it or move storage.dir',
  EROFS: 'the file system is read-only; mount it writable or move storage.dir',
  EACCES: 'no right to it; give the daemon its folder or move storage.dir',
  EPERM: 'no right to it; give the daemon its folder or move storage.dir',
  ENOENT: 'it has vanished; was the folder removed or unmounted while the daemon ran?',
  EFBIG: 'the file system takes no file of that size; move storage.dir',
  EIO: 'the disk reports an I/O error; check it',
  EMFILE: 'too many open files; raise the limit (ulimit -n)',
  ENFILE: 'too many open files on this machine',
};

/** The text of a system error's code, e.g. `ENOSPC`. */
export function errnoCode(thrown: unknown): string | undefined {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : undefined;
}

/** A `storage` failure that says what the disk refused and what to do; failures thrown on purpose pass unchanged. */
export function storageFailure(doing: string, thrown: unknown): Failure {
  if (thrown instanceof Failure) return thrown;
  const code = errnoCode(thrown);
  if (code === undefined) return Failure.from(thrown);
  return new Failure('storage', `cannot ${doing}: ${remedies[code] ?? `the system says ${code}`}`, { cause: thrown });
}

/** Runs disk work; its system errors become `storage` failures. */
export async function onDisk<T>(doing: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    throw storageFailure(doing, thrown);
  }
}

import { constants } from 'node:fs';
import { chmod, copyFile } from 'node:fs/promises';
import { errnoCode } from './storage-failure.ts';

const cannot = ['ENOTSUP', 'EOPNOTSUPP', 'EXDEV', 'EINVAL', 'ENOSYS', 'ENOTTY', 'EPERM'];

/** Makes a file that shares another one's blocks; false where the file system cannot. Rejects with the system's error. */
export async function cloneFile(from: string, to: string, mode: number): Promise<boolean> {
  try {
    await copyFile(from, to, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE_FORCE);
    await chmod(to, mode);
    return true;
  } catch (thrown) {
    if (cannot.includes(errnoCode(thrown) ?? '')) return false;
    throw thrown;
  }
}

import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Failure } from '@damselfly/core';

/** The folder a system lives in, held by one launcher at a time. */
export interface DataFolder {
  readonly dir: string;
  release(): Promise<void>;
}

/** Creates the folder if needed and takes its lock. Throws a failure with the remedy when it cannot be used. */
export async function openDataFolder(path: string): Promise<DataFolder> {
  const dir = resolve(path);
  const lock = join(dir, 'launcher.pid');
  try {
    await mkdir(dir, { recursive: true, mode: 0o750 });
    const holder = await livingHolder(lock);
    if (holder !== undefined) {
      throw new Failure(
        'conflict',
        `a system already runs on ${dir} (process ${holder}). Stop it, or start a second one with --data OTHER --ports auto.`,
      );
    }
    await writeFile(lock, String(process.pid));
  } catch (cause) {
    if (cause instanceof Failure) throw cause;
    const reason = cause instanceof Error ? cause.message : 'unknown cause';
    throw new Failure(
      'storage',
      `the data folder ${dir} cannot be used (${reason}). Give another one with --data DIR, or mend its rights.`,
      { cause },
    );
  }
  return { dir, release: () => rm(lock, { force: true }) };
}

/** The process id in the lock when that process lives. */
async function livingHolder(lock: string): Promise<number | undefined> {
  const pid = Number(await readFile(lock, 'utf8').catch(absent));
  return Number.isInteger(pid) && pid > 0 && pid !== process.pid && isAlive(pid) ? pid : undefined;
}

function absent(error: unknown): string {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
  throw error;
}

/** Whether a process with this id exists, whoever owns it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

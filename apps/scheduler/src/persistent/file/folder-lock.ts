import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '@damselfly/core';

/** Takes a folder for this process; resolves to what gives it back. Throws `conflict` while its owner lives. */
export async function lockFolder(dir: string): Promise<() => Promise<void>> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const path = join(dir, 'lock');
  const aside = `${path}.${process.pid}.${randomUUID()}`;
  await writeFile(aside, `${process.pid} ${await startOf(process.pid)}`, { mode: 0o600, flag: 'wx' });
  try {
    for (let attempt = 0; attempt < 3; attempt += 1) {
      if (await linked(aside, path)) return () => rm(path, { force: true });
      const [pid = '', start = ''] = (await textOf(path)).split(' ');
      if (await lives(Number(pid), start))
        throw new Failure('conflict', `${dir} is in use by process ${pid}; stop it or set another persistent.dir`);
      await rm(path, { force: true });
    }
  } finally {
    await rm(aside, { force: true });
  }
  throw new Failure('conflict', `${dir} is being taken by other processes; set another persistent.dir`);
}

/** A process id alone may have gone to another program since; its start time tells, where there is one. */
async function lives(pid: number, start: string): Promise<boolean> {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ESRCH') return false;
    if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM')) throw thrown;
  }
  return (await startOf(pid)) === start;
}

async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST') return false;
    throw thrown;
  }
}

/** When a process started, in ticks since boot; empty once it is gone. */
async function startOf(pid: number): Promise<string> {
  const stat = await textOf(`/proc/${pid}/stat`);
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && (thrown.code === 'ENOENT' || thrown.code === 'ESRCH')) return '';
    throw thrown;
  }
}

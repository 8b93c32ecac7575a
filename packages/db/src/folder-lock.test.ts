import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lockFolder } from './folder-lock.ts';

describe('the lock of a database folder', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'damselfly-lock-'));
  });
  afterEach(() => rm(dir, { recursive: true }));

  test('lets in one of many that come at once, and the next after it left', async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => lockFolder(dir)));
    const locks = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    expect(locks).toHaveLength(1);
    await locks[0]?.release();
    await (await lockFolder(dir)).release();
    expect(await readdir(dir)).toEqual([]);
  });

  test('refuses with a sentence that names the process and the setting', async () => {
    const lock = await lockFolder(dir);
    await expect(lockFolder(dir)).rejects.toThrow(new RegExp(`in use by process ${process.pid}; .*database\\.dir`));
    await lock.release();
  });

  test('is taken over from a process that was killed', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    await once(child, 'spawn');
    const ticks = await startTicks(child.pid ?? 0);
    const left = { pid: child.pid, startedTicks: ticks, nonce: 'theirs' };
    await writeFile(join(dir, 'owner.lock'), JSON.stringify(left));
    await expect(lockFolder(dir)).rejects.toMatchObject({ code: 'precondition' });
    child.kill('SIGKILL');
    await once(child, 'exit');
    await (await lockFolder(dir)).release();
  });

  test('is taken over when the process id belongs to another process now', async () => {
    await writeFile(join(dir, 'owner.lock'), JSON.stringify({ pid: process.ppid, startedTicks: '1', nonce: 'theirs' }));
    await (await lockFolder(dir)).release();
  });

  test('is left alone when it cannot be read', async () => {
    await writeFile(join(dir, 'owner.lock'), 'half a fi');
    await expect(lockFolder(dir)).rejects.toThrow(/owner\.lock is unreadable; remove it/);
  });

  test('releasing late does not free the lock of the next owner', async () => {
    const lock = await lockFolder(dir);
    const theirs = JSON.stringify({ pid: process.pid, startedTicks: '', nonce: 'theirs' });
    await writeFile(join(dir, 'owner.lock'), theirs);
    await lock.release();
    expect(await readFile(join(dir, 'owner.lock'), 'utf8')).toBe(theirs);
  });
});

const startTicks = async (pid: number) =>
  (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]?.split(' ')[19] ?? '';

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { silentLog } from '@damselfly/core/node';
import { expect, test } from 'vitest';
import { openDiskStore } from './open-disk-store.ts';
import { readBack } from './store.contract.ts';
import type { StoredTask } from './store.ts';
import { plenty } from './testing/plenty.ts';
import { victimBytes, victimSpans } from './testing/write-until-killed.ts';

const program = fileURLToPath(new URL('./testing/write-until-killed.ts', import.meta.url));
/** Every round starts a process; the slow set has 100. */
const rounds = Number(process.env.DAMSELFLY_KILLS ?? 4);

/** When a process is killed: so long after it has said so many lines. */
interface Moment {
  readonly lines: number;
  readonly delayMs: number;
}

/** What a store promised before its process was killed. */
async function killedAt(dir: string, { lines, delayMs }: Moment, start: number) {
  const child = spawn(process.execPath, ['--import', 'tsx', program, dir, `${start}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const promised = new Map<string, Set<number>>();
  const finished = new Set<string>();
  const exit = once(child, 'exit');
  let seen = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    const [what, task = '', number] = line.split(' ');
    if (what === 'piece') promised.set(task, (promised.get(task) ?? new Set()).add(Number(number)));
    if (what === 'finished') finished.add(task);
    if (what === 'deleting') {
      promised.delete(task);
      finished.delete(task);
    }
    seen += 1;
    if (seen === lines) setTimeout(() => child.kill('SIGKILL'), delayMs);
  }
  const [, signal] = await exit;
  expect(signal).toBe('SIGKILL');
  return { promised, finished };
}

/** Every stored file belongs to a task that is there, and nothing half made is left. */
async function strayFiles(dir: string, tasks: readonly StoredTask[]): Promise<string[]> {
  const known = new Set(tasks.map(({ task }) => task as string));
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name !== 'lock' && !known.has(entry.name.replace(/\.journal$/, '')))
    .map(({ name }) => name);
}

test(`killed ${rounds} times in the middle of writing, a store keeps what it promised and nothing wrong`, async () => {
  const dir = await mkdtemp(path.join(tmpdir(), 'damselfly-kill-'));
  let checked = 0;
  try {
    for (let round = 0; round < rounds; round += 1) {
      const moment = { lines: 1 + Math.floor(Math.random() * 120), delayMs: Math.random() * 5 };
      const where = `round ${round}, ${JSON.stringify(moment)}`;
      const { promised, finished } = await killedAt(dir, moment, round);
      const store = await openDiskStore({ dir, log: silentLog(), diskSpace: plenty });
      try {
        const tasks = store.tasks();
        expect(await strayFiles(dir, tasks), where).toEqual([]);
        for (const [task, numbers] of promised) {
          const there = new Set(tasks.find((found) => found.task === task)?.finishedPieces);
          expect(
            [...numbers].filter((number) => !there.has(number)),
            where,
          ).toEqual([]);
        }
        let storedBytes = 0;
        for (const { task, state, finishedPieces } of tasks) {
          if (finished.has(task)) expect(state, where).toBe('finished');
          if (state === 'finished') expect(finishedPieces.size, where).toBe(victimSpans.length);
          for (const number of [...finishedPieces]) {
            const bytes = await readBack(store, task, number);
            expect(bytes.equals(victimBytes(task, number, bytes.length)), where).toBe(true);
            storedBytes += bytes.length;
            checked += 1;
          }
        }
        expect(store.accounting(), where).toMatchObject({ tasks: tasks.length, storedBytes, reservedBytes: 0 });
      } finally {
        await store.close();
      }
    }
    expect(checked).toBeGreaterThan(rounds);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}, 600_000);

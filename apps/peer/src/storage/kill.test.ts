import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { silentLog } from '@damselfly/core/node';
import { expect, test } from 'vitest';
import { openDiskStore } from './open-disk-store.ts';
import { readBack } from './store.contract.ts';
import { plenty } from './testing/plenty.ts';
import { victimBytes } from './testing/write-until-killed.ts';

const program = fileURLToPath(new URL('./testing/write-until-killed.ts', import.meta.url));
const rounds = 20;

/** What a store promised before its process was killed after so many lines. */
async function killedAfter(dir: string, lines: number, start: number) {
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
    if (seen >= lines && !child.killed) child.kill('SIGKILL');
  }
  const [, signal] = await exit;
  expect(signal).toBe('SIGKILL');
  return { promised, finished };
}

test(`killed ${rounds} times in the middle of writing, a store keeps what it promised and nothing wrong`, async () => {
  const dir = await mkdtemp(path.join(tmpdir(), 'damselfly-kill-'));
  let checked = 0;
  try {
    for (let round = 0; round < rounds; round += 1) {
      const { promised, finished } = await killedAfter(dir, 1 + ((round * 17) % 71), round);
      const store = await openDiskStore({ dir, log: silentLog(), diskSpace: plenty });
      try {
        for (const [task, numbers] of promised) {
          const there = new Set(store.tasks().find((found) => found.task === task)?.finishedPieces);
          expect([...numbers].filter((number) => !there.has(number))).toEqual([]);
        }
        for (const { task, state, finishedPieces } of store.tasks()) {
          if (finished.has(task)) expect(state).toBe('finished');
          for (const number of [...finishedPieces]) {
            const bytes = await readBack(store, task, number);
            expect(bytes.equals(victimBytes(task, number, bytes.length))).toBe(true);
            checked += 1;
          }
        }
      } finally {
        await store.close();
      }
    }
    expect(checked).toBeGreaterThan(rounds);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}, 180_000);

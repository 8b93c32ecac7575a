import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { dfget, sha256File } from '../harness/dfget.ts';
import { temporaryFolder } from '../harness/folder.ts';
import { startOrigin } from '../harness/origin.ts';
import { startTestSystem, type TestSystem } from '../harness/system.ts';
import { until } from '../harness/wait.ts';

const MiB = 2 ** 20;
const slowOrigin = () => startOrigin({ lengthBytes: 64 * MiB + 3, bytesPerSecond: 16 * MiB });

const victims: [string, (system: TestSystem) => number | undefined][] = [
  ['the scheduler', ({ run }) => run.schedulers[0]?.pid],
  ['the console', ({ run }) => run.console.pid],
  ['the seed peer', (system) => system.peer('seed-1').pid],
  ['a peer that is a parent', (system) => system.peer('peer-1').pid],
];

describe('every other peer still finishes with the right bytes when kill -9 takes', () => {
  test.each(victims)('%s', async (_who, victim) => {
    await using origin = await slowOrigin();
    await using out = await temporaryFolder();
    await using system = await startTestSystem({ peers: 3 });
    const pulls = ['peer-1', 'peer-2', 'peer-3'].map(async (name) => ({
      name,
      ...(await dfget(system.peer(name).socket, origin.url, join(out.path, name))),
    }));
    await until('the transfer to be under way', () => origin.servedBytes() > 12 * MiB);
    const pid = victim(system);
    if (pid === undefined) throw new Error('nobody to kill');
    system.kill(pid);
    for (const { name, exitCode, output } of await Promise.all(pulls)) {
      if (system.peer(name).pid === pid) continue;
      expect(exitCode, output).toBe(0);
      expect(await sha256File(join(out.path, name))).toBe(origin.sha256);
    }
  });
});

test('a peer killed in the middle uses its verified pieces again after a restart', async () => {
  await using origin = await slowOrigin();
  await using out = await temporaryFolder();
  await using system = await startTestSystem({ peers: 0 });
  const first = dfget(system.peer('seed-1').socket, origin.url, join(out.path, 'first'));
  await until('half of the file to be fetched', () => origin.servedBytes() > 40 * MiB);
  system.kill(system.peer('seed-1').pid);
  expect((await first).exitCode).toBe(1);
  const before = origin.servedBytes();
  const again = await system.restartPeer('seed-1');
  const second = await dfget(again.socket, origin.url, join(out.path, 'second'));
  expect(second.exitCode, second.output).toBe(0);
  expect(await sha256File(join(out.path, 'second'))).toBe(origin.sha256);
  expect(origin.servedBytes() - before).toBeLessThan(origin.body.length - 16 * MiB);
});

test('a seed that freezes in the middle is left within seconds, and every peer finishes', async () => {
  await using origin = await slowOrigin();
  await using out = await temporaryFolder();
  await using system = await startTestSystem({ peers: 3 });
  const { pid } = system.peer('seed-1');
  const pulls = ['peer-1', 'peer-2', 'peer-3'].map((name) =>
    dfget(system.peer(name).socket, origin.url, join(out.path, name), '--timeout', '60s'),
  );
  await until('the transfer to be under way', () => origin.servedBytes() > 12 * MiB);
  process.kill(pid, 'SIGSTOP');
  try {
    for (const { exitCode, output } of await Promise.all(pulls)) expect(exitCode, output).toBe(0);
  } finally {
    process.kill(pid, 'SIGCONT');
  }
  for (const name of ['peer-1', 'peer-2', 'peer-3']) expect(await sha256File(join(out.path, name))).toBe(origin.sha256);
});

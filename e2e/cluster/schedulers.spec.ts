import { join } from 'node:path';
import { schedulersFor, standardTaskId } from '@damselfly/core/node';
import { expect, test } from 'vitest';
import { dfget, sha256File } from '../harness/dfget.ts';
import { temporaryFolder } from '../harness/folder.ts';
import { type Origin, startOrigin } from '../harness/origin.ts';
import { startTestSystem, type TestSystem } from '../harness/system.ts';
import { until } from '../harness/wait.ts';

const MiB = 2 ** 20;
/** Without peers the ten would ask for ten times the file. */
const mostFetches = 1.05;

/** The origin's file under a name that the ring gives to one scheduler. */
function urlOwnedBy(grpc: string, { run }: TestSystem, { url }: Origin): string {
  const schedulers = run.schedulers.map((scheduler) => ({
    ip: '127.0.0.1',
    port: Number(scheduler.grpc.split(':')[1]),
  }));
  for (let n = 0; ; n += 1) {
    const named = `${url}?n=${n}`;
    const [owner] = schedulersFor(standardTaskId({ url: named, filteredQueryParams: [] }), schedulers);
    if (owner !== undefined && grpc.endsWith(`:${owner.port}`)) return named;
  }
}

test("three schedulers, two seeds and ten peers: each task's scheduler dies in the middle of its transfer, all finish, and the origin is read once", async () => {
  await using out = await temporaryFolder();
  await using system = await startTestSystem({ schedulers: 3, seeds: 2, peers: 10 });
  const peers = system.run.peers.filter(({ type }) => type === 'normal');
  expect([system.run.schedulers.length, system.run.peers.length - peers.length, peers.length]).toEqual([3, 2, 10]);
  for (const [round, { pid, grpc }] of system.run.schedulers.entries()) {
    await using origin = await startOrigin({ lengthBytes: 64 * MiB + round, bytesPerSecond: 24 * MiB });
    const url = urlOwnedBy(grpc, system, origin);
    const pulls = peers.map(async ({ name, socket }) => {
      const file = join(out.path, `${round}-${name}`);
      const { exitCode, output } = await dfget(socket, url, file);
      return exitCode === 0 ? await sha256File(file) : output;
    });
    await until('the transfer to be under way', () => origin.servedBytes() > 12 * MiB);
    system.kill(pid);
    expect(await Promise.all(pulls)).toEqual(peers.map(() => origin.sha256));
    expect(shareOf(origin), `round ${round}`).toBeLessThanOrEqual(mostFetches);
    await system.restartScheduler(round);
  }
}, 300_000);

/** Bytes the origin served, in sizes of the file. */
const shareOf = (origin: Origin) => origin.servedBytes() / origin.body.length;

test('a scheduler that was killed after a transfer offers the peers that have it: no byte leaves the origin', async () => {
  await using origin = await startOrigin({ lengthBytes: 24 * MiB + 5 });
  await using out = await temporaryFolder();
  await using system = await startTestSystem({ peers: 2 });
  const [first, second] = ['peer-1', 'peer-2'].map((name) => system.peer(name).socket);
  const [scheduler] = system.run.schedulers;
  if (first === undefined || second === undefined || scheduler === undefined) throw new Error('not all is up');
  expect(await dfget(first, origin.url, join(out.path, 'a'))).toMatchObject({ exitCode: 0 });
  system.kill(scheduler.pid);
  await system.restartScheduler(0);
  const before = origin.servedBytes();
  expect(await dfget(second, origin.url, join(out.path, 'b'))).toMatchObject({ exitCode: 0 });
  expect(await sha256File(join(out.path, 'b'))).toBe(origin.sha256);
  expect(origin.servedBytes() - before).toBeLessThanOrEqual(1);
});

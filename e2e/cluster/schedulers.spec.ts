import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dfget, sha256File } from '../harness/dfget.ts';
import { temporaryFolder } from '../harness/folder.ts';
import { type Origin, startOrigin } from '../harness/origin.ts';
import { startTestSystem } from '../harness/system.ts';
import { until } from '../harness/wait.ts';

const MiB = 2 ** 20;

test('three schedulers, two seeds and ten peers: each scheduler dies in the middle of a transfer, every pull ends well', async () => {
  await using out = await temporaryFolder();
  await using system = await startTestSystem({ schedulers: 3, seeds: 2, peers: 10 });
  const peers = system.run.peers.filter(({ type }) => type === 'normal');
  expect([system.run.schedulers.length, system.run.peers.length - peers.length, peers.length]).toEqual([3, 2, 10]);
  for (const [round, { pid }] of system.run.schedulers.entries()) {
    await using origin = await startOrigin({ lengthBytes: 64 * MiB + round, bytesPerSecond: 24 * MiB });
    const pulls = peers.map(async ({ name, socket }) => {
      const file = join(out.path, `${round}-${name}`);
      const { exitCode, output } = await dfget(socket, origin.url, file);
      return exitCode === 0 ? await sha256File(file) : output;
    });
    await until('the transfer to be under way', () => origin.servedBytes() > 12 * MiB);
    system.kill(pid);
    expect(await Promise.all(pulls)).toEqual(peers.map(() => origin.sha256));
    expect(shareOf(origin)).toBeLessThanOrEqual(1.05);
  }
}, 300_000);

/** Bytes the origin served, in sizes of the file. */
const shareOf = (origin: Origin) => origin.servedBytes() / origin.body.length;

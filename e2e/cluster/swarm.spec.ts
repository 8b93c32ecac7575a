import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dfget, sha256File } from '../harness/dfget.ts';
import { temporaryFolder } from '../harness/folder.ts';
import { startOrigin } from '../harness/origin.ts';
import { startTestSystem } from '../harness/system.ts';

test('three peers pull 200 MiB at once, each gets the right bytes, and the origin serves them once', async () => {
  await using origin = await startOrigin({ lengthBytes: 200 * 2 ** 20 });
  await using out = await temporaryFolder();
  await using system = await startTestSystem({ peers: 3 });
  const peers = system.run.peers.filter(({ type }) => type === 'normal');
  const results = await Promise.all(
    peers.map(({ socket, name }) =>
      dfget(socket, origin.url, join(out.path, name), '--digest', `sha256:${origin.sha256}`),
    ),
  );
  expect(results.map(({ exitCode, output }) => (exitCode === 0 ? 'ok' : output))).toEqual(['ok', 'ok', 'ok']);
  for (const { name } of peers) expect(await sha256File(join(out.path, name))).toBe(origin.sha256);
  expect(origin.servedBytes() / origin.body.length).toBeLessThanOrEqual(1.01);
});

test('peers that come later take no content from the origin, only the one byte that tells its length', async () => {
  await using origin = await startOrigin({ lengthBytes: 30 * 2 ** 20 + 17 });
  await using out = await temporaryFolder();
  await using system = await startTestSystem({ peers: 2 });
  const [first, second] = system.run.peers.filter(({ type }) => type === 'normal');
  if (first === undefined || second === undefined) throw new Error('two peers are expected');
  expect(await dfget(first.socket, origin.url, join(out.path, 'a'))).toMatchObject({ exitCode: 0 });
  const before = origin.servedBytes();
  expect(await dfget(second.socket, origin.url, join(out.path, 'b'))).toMatchObject({ exitCode: 0 });
  expect(await sha256File(join(out.path, 'b'))).toBe(origin.sha256);
  expect(origin.servedBytes() - before).toBeLessThanOrEqual(1);
});

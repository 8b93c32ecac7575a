import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Failure, type TaskId } from '@damselfly/core';
import { connect } from '@damselfly/sdk';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { serveContent } from '../proxy/serve-content.ts';
import { memorySwarm } from '../testing/memory-swarm.ts';
import { sampleBytes, startOrigin, type TestOrigin } from '../testing/origin.ts';
import { startTestPeer, type TestPeer } from '../testing/peer.ts';

const MiB = 2 ** 20;
const content = sampleBytes(20 * MiB + 7);
let origin: TestOrigin;
let peer: TestPeer | undefined;

beforeAll(async () => {
  origin = await startOrigin(content);
});
afterEach(async () => {
  await peer?.stop();
  peer = undefined;
});
afterAll(() => origin.close());

const get = (path: string, header: Record<string, string> = {}) => {
  const headers = { 'x-dragonfly-registry': new URL(origin.url).origin, 'x-dragonfly-use-p2p': 'true', ...header };
  return fetch(`http://${peer?.proxy}${path}`, { headers });
};
const bytesOf = async (answer: Response) => Buffer.from(await answer.arrayBuffer());

test('what there is no room for reaches the caller all the same, whole or in part', async () => {
  peer = await startTestPeer('full', { storage: { capacity: '1MiB' } });
  const whole = await get('/whole');
  expect(whole.status).toBe(200);
  expect(whole.headers.get('content-length')).toBe(String(content.length));
  expect((await bytesOf(whole)).equals(content)).toBe(true);
  const part = await get('/part', { range: `bytes=${5 * MiB}-` });
  expect(part.status).toBe(206);
  expect((await bytesOf(part)).equals(content.subarray(5 * MiB))).toBe(true);
  expect((await get('/part', { range: `bytes=${content.length}-` })).status).toBe(416);
});

test('a program that only reads gets it, too; one that wants a file is told what is wrong', async () => {
  peer = await startTestPeer('full', { storage: { capacity: '1MiB' } });
  using daemon = await connect({ socketPath: peer.socket });
  const read = async (range?: { start: number; length: number }) => {
    const parts: Uint8Array[] = [];
    for await (const part of daemon.content({ url: origin.url, range })) parts.push(part);
    return Buffer.concat(parts);
  };
  expect((await read()).equals(content)).toBe(true);
  expect((await read({ start: 4 * MiB - 3, length: 10 })).equals(content.subarray(4 * MiB - 3, 4 * MiB + 7))).toBe(
    true,
  );
  const written = daemon.download({ url: origin.url, output: `${peer.dir}/out` });
  await expect(written.next()).rejects.toThrow('the content needs');
});

test('where the source may not be asked, the disk is the end of it', async () => {
  peer = await startTestPeer('full', {
    storage: { capacity: '1MiB' },
    proxy: { server: { ip: '127.0.0.1', port: 0 }, disableBackToSource: true },
  });
  expect((await get('/whole')).status).toBe(507);
});

test('a disk that fails in the middle is not noticed by who reads', async () => {
  await using swarm = await memorySwarm({ parents: { honest: {} } });
  const { store, source } = swarm.parts;
  const failing = {
    task: (task: TaskId) => store.task(task),
    readPiece: async (task: TaskId, number: number) => {
      if (number >= 2) throw new Failure('storage', 'the disk broke');
      return store.readPiece(task, number);
    },
  };
  let past = 0;
  const onPastDisk = () => {
    past += 1;
  };
  const parts = { downloads: swarm.downloads, store: failing, source, limiters: [], prefetch: false, onPastDisk };
  const server = createServer((_, response) => {
    void serveContent(parts, swarm.request, { kind: 'all' }, response, new AbortController().signal);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  try {
    const { port } = server.address() as AddressInfo;
    const answer = await fetch(`http://127.0.0.1:${port}/`);
    expect((await bytesOf(answer)).equals(swarm.content)).toBe(true);
    expect(past).toBe(1);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { testAuthority } from '@damselfly/proto/testing';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { sampleBytes, startOrigin, type TestOrigin } from '../testing/origin.ts';
import { startTestPeer, type TestPeer } from '../testing/peer.ts';

const content = sampleBytes(100_000);
const hex = createHash('sha256').update(content).digest('hex');
let origin: TestOrigin;
let peer: TestPeer | undefined;

beforeAll(async () => {
  origin = await startOrigin(content);
});

afterAll(() => origin.close());

afterEach(() => peer?.stop());

const settle = async (proxy: NonNullable<Parameters<typeof startTestPeer>[1]>['proxy']) => {
  const server = { ip: '127.0.0.1', port: 0, ...proxy?.server };
  peer = await startTestPeer('set', { proxy: { ...proxy, server } });
  return `http://${peer.proxy}`;
};

test('with a user set, nobody else is served, and the origin never sees the user', async () => {
  const basicAuth = { username: 'ann', password: 'secret' };
  const base = await settle({ server: { basicAuth }, registryMirror: { addr: new URL(origin.url).origin } });
  const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
  const ask = (header: Record<string, string>) => fetch(`${base}/file`, { headers: header });
  for (const header of [{}, { authorization: basic('ann:wrong') }, { authorization: 'x' }]) {
    const refused = await ask(header as Record<string, string>);
    expect(refused.status).toBe(401);
    expect(refused.headers.get('www-authenticate')).toContain('Basic');
  }
  const before = origin.requests.length;
  expect((await ask({ authorization: basic('ann:secret') })).status).toBe(200);
  expect(origin.requests.slice(before).every(({ header }) => header.authorization === undefined)).toBe(true);
  const both = { 'x-proxy': '1', 'proxy-authorization': basic('ann:secret'), authorization: basic('the:origin') };
  expect((await ask(both)).status).toBe(200);
  expect(origin.requests.at(-1)?.header).toMatchObject({ authorization: basic('the:origin') });
  expect(origin.requests.at(-1)?.header).not.toHaveProperty('proxy-authorization');
  expect(await connectThrough(base, '')).toMatch(/^HTTP\/1\.1 407/);
  expect(await connectThrough(base, `Proxy-Authorization: ${basic('ann:secret')}\r\n`)).toMatch(/^HTTP\/1\.1 200/);
});

/** The proxy's answer to CONNECT. */
async function connectThrough(base: string, header: string): Promise<string> {
  const { port } = new URL(base);
  const socket = connect(Number(port), '127.0.0.1');
  socket.write(`CONNECT ${new URL(origin.url).host} HTTP/1.1\r\nHost: x\r\n${header}\r\n`);
  const [answer] = await once(socket, 'data');
  socket.destroy();
  return String(answer);
}

test('more requests than allowed are answered with 429', async () => {
  const base = await settle({ server: { requestRateLimit: 2 }, registryMirror: { addr: new URL(origin.url).origin } });
  const statuses = [];
  for (let nth = 0; nth < 5; nth += 1) statuses.push((await fetch(`${base}/file`)).status);
  expect(statuses.slice(0, 2)).toEqual([200, 200]);
  expect(statuses).toContain(429);
});

test.each([
  ['through the swarm', [{ regex: '.' }]],
  ['past it', []],
])('a caller that stops taking bytes %s is dropped, one that waits is not', async (_, rules) => {
  const large = sampleBytes(32 * 2 ** 20);
  let slow = true;
  const source = await startOrigin(large, (request, response) => {
    if (slow) setTimeout(() => source.answer(request, response), 300);
    return slow;
  });
  try {
    const registryMirror = { addr: new URL(source.url).origin };
    const base = await settle({ server: { sendTimeout: '100ms' }, registryMirror, rules });
    expect((await (await fetch(`${base}/file`)).arrayBuffer()).byteLength).toBe(large.length);
    slow = false;
    const socket = connect(Number(new URL(base).port), '127.0.0.1');
    socket.write('GET /file HTTP/1.1\r\nHost: x\r\n\r\n');
    await once(socket, 'readable');
    // Nothing is read: what the system holds fills up, and then nothing moves.
    const counted = async () => (await fetch(`http://${peer?.metrics}/metrics`)).text();
    await expect.poll(counted, { timeout: 10_000 }).toContain('damselfly_peer_proxy_dropped_total 1');
    let taken = 0;
    for await (const part of socket.on('error', () => undefined).iterator()) taken += part.length;
    expect(taken).toBeLessThan(large.length);
  } finally {
    await source.close();
  }
});

test('a mirrored registry with authorities of its own is believed, through the swarm and past it', async () => {
  await using authority = await testAuthority();
  const { cert, key, caCert } = await authority.issue('registry');
  const registry = createServer({ cert: await readFile(cert), key: await readFile(key) }, (request, response) =>
    origin.answer(request, response),
  );
  await once(registry.listen(0, '127.0.0.1'), 'listening');
  const addr = `https://127.0.0.1:${(registry.address() as AddressInfo).port}`;
  try {
    const base = await settle({ registryMirror: { addr, cert: caCert }, rules: [{ regex: '/blobs/' }] });
    for (const path of ['/v2/', '/v2/x/blobs/y']) {
      const answer = await fetch(base + path);
      expect(answer.status).toBe(200);
      expect(content.equals(Buffer.from(await answer.arrayBuffer()))).toBe(true);
    }
    await peer?.stop();
    const strict = await settle({ registryMirror: { addr }, rules: [{ regex: '/blobs/' }] });
    expect((await fetch(`${strict}/v2/`)).status).toBe(503);
    const blob = await fetch(`${strict}/v2/x/blobs/y`);
    expect(blob.status).toBeGreaterThan(399);
    expect(await blob.text()).toContain('certificate');
  } finally {
    registry.closeAllConnections();
    registry.close();
  }
});

test('a file of authorities that is none keeps the daemon from starting', async () => {
  const missing = settle({ registryMirror: { addr: 'https://r.test', cert: '/no/such.pem' } });
  await expect(missing).rejects.toMatchObject({ code: 'invalid', message: expect.stringContaining('registryMirror') });
  peer = undefined;
});

test('blobs are named by their digest when wanted so, unless a request says otherwise', async () => {
  const rules = [{ regex: '/blobs/' }];
  const registryMirror = { addr: new URL(origin.url).origin, enableTaskIDBasedBlobDigest: true };
  const base = await settle({ registryMirror, rules });
  const blob = `${base}/v2/x/blobs/sha256:${hex}`;
  const task = async (header: Record<string, string> = {}) =>
    (await fetch(blob, { headers: header })).headers.get('x-dragonfly-task-id');
  expect(await task()).toBe(hex);
  expect(await task({ 'x-dragonfly-enable-task-id-based-blob-digest': 'false' })).not.toBe(hex);
});

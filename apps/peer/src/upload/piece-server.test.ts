import { Buffer } from 'node:buffer';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { taskId } from '@damselfly/core';
import { Registry, silentLog } from '@damselfly/core/node';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RateLimiter } from '../rate/rate-limiter.ts';
import { TokenBucket } from '../rate/token-bucket.ts';
import { openDiskStore } from '../storage/open-disk-store.ts';
import { at, makeTask, pieceOf, writeAll } from '../storage/store.contract.ts';
import type { PieceStore } from '../storage/store.ts';
import { plenty } from '../storage/testing/plenty.ts';
import { TcpTransport } from '../transport/tcp/tcp-transport.ts';
import { parentAt } from '../transport/transport.contract.ts';
import { decodeError, decodeHeader, decodeMetadata, encodeRequest, headerLength } from '../transport/vortex.ts';
import { type PieceServer, type PieceServerLimits, startPieceServer } from './piece-server.ts';

const never = new AbortController().signal;
const unlimited = new TokenBucket({ bytesPerSecond: Number.POSITIVE_INFINITY });
let dir: string;
let store: PieceStore;
let metrics: Registry;
const servers: PieceServer[] = [];
const sockets: Socket[] = [];

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'damselfly-upload-'));
  store = await openDiskStore({ dir, log: silentLog(), diskSpace: plenty });
  metrics = new Registry();
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of servers.splice(0)) await server.close();
  await store.close();
  await rm(dir, { recursive: true, force: true });
});

async function serve(limits: Partial<PieceServerLimits> = {}, limiter: RateLimiter = unlimited): Promise<PieceServer> {
  const server = await startPieceServer({
    store,
    limiter,
    ip: '127.0.0.1',
    port: 0,
    log: silentLog(),
    metrics,
    limits,
  });
  servers.push(server);
  return server;
}

async function dial({ port }: PieceServer): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  sockets.push(socket);
  await once(socket, 'connect');
  return socket;
}

/** Everything the server sends until it ends the connection. */
async function answerTo(server: PieceServer, request: Uint8Array): Promise<Buffer> {
  const socket = await dial(server);
  const parts: Buffer[] = [];
  socket.on('data', (part: Buffer) => parts.push(part));
  socket.write(request);
  await once(socket, 'close');
  return Buffer.concat(parts);
}

test('answers one request with the piece as another implementation reads it, then ends the connection', async () => {
  const made = makeTask(randomBytes(2_000_001), { pieceLength: 1_500_000 });
  await store.open(made.spec);
  const spans = [
    { number: 0, offset: 0, length: 1_500_000 },
    { number: 1, offset: 1_500_000, length: 500_001 },
  ];
  await writeAll(store, { ...made, spans });
  const server = await serve();
  for (const span of spans) {
    const answer = await answerTo(server, encodeRequest({ task: made.spec.task, number: span.number }, 77));
    const { tag, length } = decodeHeader(answer);
    expect(tag).toEqual({ kind: 'content', task: 'standard' });
    const said = decodeMetadata(answer.subarray(headerLength, headerLength + length));
    expect(said).toMatchObject({
      ...span,
      digest: store.piece(made.spec.task, span.number)?.digest,
      parentId: 'parent',
    });
    expect(answer.subarray(headerLength + length).equals(pieceOf(made.bytes, span))).toBe(true);
  }
  expect(await metrics.metrics()).toContain('damselfly_peer_upload_bytes_total 2000001');
});

test('a child that closes its side after the request, as the Rust client does, gets the whole piece', async () => {
  const made = makeTask(randomBytes(6 * 2 ** 20), { pieceLength: 6 * 2 ** 20 });
  await store.open(made.spec);
  await writeAll(store, { ...made, spans: [{ number: 0, offset: 0, length: made.bytes.length }] });
  const socket = await dial(await serve());
  const parts: Buffer[] = [];
  socket.on('data', (part: Buffer) => parts.push(part));
  socket.end(encodeRequest({ task: made.spec.task, number: 0 }, 1));
  await once(socket, 'close');
  const answer = Buffer.concat(parts);
  const content = answer.subarray(headerLength + decodeHeader(answer).length);
  expect(content.equals(made.bytes)).toBe(true);
});

test('a piece that is not here, and a task that is not, are answered with not found', async () => {
  const made = makeTask();
  await store.open(made.spec);
  const server = await serve();
  for (const task of [made.spec.task, taskId('0'.repeat(64))]) {
    const answer = await answerTo(server, encodeRequest({ task, number: 0 }, 1));
    expect(decodeHeader(answer).tag).toEqual({ kind: 'error' });
    expect(decodeError(answer.subarray(headerLength)).code).toBe('notFound');
  }
});

test('what is no request is dropped without an answer', async () => {
  const server = await serve();
  for (const noise of [
    '00630000000000',
    '0000ffffffff',
    '000000000003aabbcc',
    '00fd00000003616263',
    '00fe00000000',
    'ff'.repeat(5000),
  ]) {
    expect(await answerTo(server, Buffer.from(noise, 'hex'))).toEqual(Buffer.alloc(0));
  }
});

test('a child that never finishes its request is dropped', async () => {
  const server = await serve({ requestTimeoutMs: 30 });
  expect(await answerTo(server, Buffer.from('00000000', 'hex'))).toEqual(Buffer.alloc(0));
  expect(await metrics.metrics()).toContain('damselfly_peer_dropped_children_total{code="timeout"} 1');
});

test('a child that greets and then stays silent is dropped', async () => {
  const server = await serve({ idleTimeoutMs: 30 });
  const answer = await answerTo(server, Buffer.from('00fd0000000b64616d73656c666c792f31', 'hex'));
  expect(decodeHeader(answer).tag).toEqual({ kind: 'hello' });
});

test('a child that stops taking bytes is dropped and gives its slot to the next', async () => {
  const made = makeTask(randomBytes(40 * 2 ** 20), { pieceLength: 40 * 2 ** 20 });
  await store.open(made.spec);
  await writeAll(store, { ...made, spans: [{ number: 0, offset: 0, length: made.bytes.length }] });
  const server = await serve({ maxUploads: 1, sendTimeoutMs: 100 });
  const stuck = await dial(server);
  stuck.pause();
  stuck.write(encodeRequest({ task: made.spec.task, number: 0 }, 1));
  const answer = await answerTo(server, encodeRequest({ task: made.spec.task, number: 0 }, 1));
  expect(answer.length).toBeGreaterThan(made.bytes.length);
  const counted = await metrics.metrics();
  expect(counted).toContain('damselfly_peer_uploads_active 0');
  expect(counted).toMatch(/damselfly_peer_dropped_children_total\{code="\w+"\} 1/);
});

test('bandwidth is asked for in chunks, and as many bytes as are sent', async () => {
  const made = makeTask(randomBytes(1_300_000), { pieceLength: 2 ** 21 });
  await store.open(made.spec);
  const span = { number: 0, offset: 0, length: made.bytes.length };
  await writeAll(store, { ...made, spans: [span] });
  const asked: number[] = [];
  const server = await serve({}, { acquire: async (bytes) => void asked.push(bytes), tryTake: () => false });
  await answerTo(server, encodeRequest({ task: made.spec.task, number: 0 }, 1));
  expect(Math.max(...asked)).toBe(512 * 2 ** 10);
  expect(asked.reduce((sum, bytes) => sum + bytes, 0)).toBe(made.bytes.length);
});

test('a damaged piece of an earlier run is refused here instead of being sent', async () => {
  const made = makeTask();
  await store.open(made.spec);
  await writeAll(store, made);
  await store.close();
  await rm(path.join(dir, 'stopped-cleanly'));
  const { open } = await import('node:fs/promises');
  const { task } = made.spec;
  const content = await open(path.join(dir, 'content', 'tasks', task.slice(0, 3), task), 'r+');
  await content.write('rotten', 10);
  await content.close();
  store = await openDiskStore({ dir, log: silentLog(), diskSpace: plenty });
  const answer = await answerTo(await serve(), encodeRequest({ task, number: 0 }, 1));
  expect(decodeError(answer.subarray(headerLength)).code).toBe('notFound');
});

test('from store to store: what a child fetches it can commit', async () => {
  const made = makeTask();
  await store.open(made.spec);
  await writeAll(store, made);
  const server = await serve();
  const child = await openDiskStore({ dir: path.join(dir, 'child'), log: silentLog(), diskSpace: plenty });
  const transport = new TcpTransport();
  try {
    await child.open(made.spec);
    for (const span of made.spans) {
      const into = Buffer.alloc(span.length);
      const piece = { task: made.spec.task, ...span };
      const { digest, crc32 } = await transport.fetch(piece, parentAt({ tcpPort: server.port }), into, never);
      await child.writePiece(made.spec.task, span, into, { digest, crc32, trafficType: 'remotePeer', costMs: 1 });
    }
    await child.finish(made.spec.task, { digest: made.sha256 });
    expect(child.piece(made.spec.task, 0)).toMatchObject({ ...at(made.spans, 0) });
  } finally {
    await transport.close();
    await child.close();
  }
});

test('a taken port is named with its remedy', async () => {
  const { port } = await serve();
  const second = startPieceServer({
    store,
    limiter: unlimited,
    ip: '127.0.0.1',
    port,
    log: silentLog(),
    metrics: new Registry(),
  });
  await expect(second).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('tcpPort') });
});

import { Buffer } from 'node:buffer';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { Registry, silentLog } from '@damselfly/core/node';
import { afterEach, describe, expect, test } from 'vitest';
import { crc32 } from '../../bytes/crc32.ts';
import { TokenBucket } from '../../rate/token-bucket.ts';
import type { PieceStore } from '../../storage/store.ts';
import { startPieceServer } from '../../upload/piece-server.ts';
import { heldPiece, type ParentBehaviour, parentAt, refOf, target, transportContract } from '../transport.contract.ts';
import { decodeHeader, encodeContentHead, encodeHello, headerLength, requestLength } from '../vortex.ts';
import { TcpTransport, type TcpTransportOptions } from './tcp-transport.ts';

const never = new AbortController().signal;
const unlimited = () => new TokenBucket({ bytesPerSecond: Number.POSITIVE_INFINITY });

/** A store of whatever the behaviour says a parent holds. */
function storeOf(behave: ParentBehaviour): Pick<PieceStore, 'readPiece' | 'task' | 'piece'> {
  return {
    task: () => undefined,
    piece: () => undefined,
    readPiece: async (_task, number) => {
      const held = await behave(number, never);
      const { bytes, digest, parentId } = held;
      return {
        piece: {
          number,
          offset: number * bytes.length,
          length: bytes.length,
          digest,
          crc32: crc32(bytes),
          ...(parentId === undefined ? {} : { parent: parentId }),
          trafficType: 'remotePeer',
          costMs: 1,
          createdAtMs: 1,
        },
        read: async (into, at) => {
          const part = bytes.subarray(at, at + into.length);
          into.set(part);
          return part.length;
        },
        readNow: () => undefined,
        release: () => undefined,
      };
    },
  };
}

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

function makeTransport(options: TcpTransportOptions = {}): TcpTransport {
  const transport = new TcpTransport(options);
  closers.push(() => transport.close());
  return transport;
}

transportContract('tcp', async (behave) => {
  const server = await startPieceServer({
    store: storeOf(behave),
    limiter: unlimited(),
    ip: '127.0.0.1',
    port: 0,
    log: silentLog(),
    metrics: new Registry(),
  });
  const transport = new TcpTransport();
  const close = async () => {
    await transport.close();
    await server.close();
  };
  return { transport, parent: parentAt({ tcpPort: server.port }), close };
});

/** A parent that does to each connection what it likes. */
async function rogue(serve: (socket: Socket) => void): Promise<{ port: number; connections: () => number }> {
  let connections = 0;
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    serve(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { port: address.port, connections: () => connections };
}

const headFor = (bytes: Uint8Array, over: Partial<Parameters<typeof encodeContentHead>[1]> = {}) => {
  const piece = { number: 0, offset: 0, length: bytes.length, digest: `crc32:${crc32(bytes)}`, ...over };
  return encodeContentHead('standard', { trafficType: 1, costSeconds: 0, createdAtSeconds: 0, ...piece }, 1);
};

/** As another implementation does: one request, one piece, the end; anything else is dropped. */
function oneShot(answer: (socket: Socket) => void): (socket: Socket) => void {
  return (socket) => {
    let seen = Buffer.alloc(0);
    socket.on('data', (bytes: Buffer) => {
      seen = Buffer.concat([seen, bytes]);
      if (seen.length < headerLength) return;
      if (decodeHeader(seen).tag.kind !== 'request') socket.destroy();
      else if (seen.length >= requestLength) answer(socket);
    });
  };
}

describe('a parent that misbehaves gives a failure in bounded time', () => {
  const bytes = randomBytes(100_000);
  const limits = { connectTimeoutMs: 200, pieceTimeoutMs: 60_000, stallMs: 100, stallBytes: 1000 };
  const cases: [string, string, (socket: Socket) => void][] = [
    ['never answers', 'timeout', () => undefined],
    ['closes at once', 'unavailable', (socket) => socket.end()],
    ['resets the connection', 'unavailable', (socket) => socket.resetAndDestroy()],
    ['closes inside the head', 'unavailable', (socket) => socket.end(headFor(bytes).subarray(0, 20))],
    [
      'closes inside the piece',
      'unavailable',
      (socket) => socket.end(Buffer.concat([headFor(bytes), bytes.subarray(1)])),
    ],
    ['stops inside the piece', 'timeout', (socket) => socket.write(Buffer.concat([headFor(bytes), bytes.subarray(1)]))],
    [
      'sends a byte now and then',
      'timeout',
      (socket) => {
        socket.write(headFor(bytes));
        const drip = setInterval(() => socket.write('x'), 5);
        socket.once('close', () => clearInterval(drip));
      },
    ],
    ['sends another piece', 'corrupt', (socket) => socket.write(headFor(bytes, { number: 1 }))],
    ['sends a piece from elsewhere', 'corrupt', (socket) => socket.write(headFor(bytes, { offset: 5 }))],
    ['announces another length', 'corrupt', (socket) => socket.write(headFor(bytes, { length: 2 ** 40 }))],
    ['announces a huge frame', 'corrupt', (socket) => socket.write(Buffer.from('0001ffffffff', 'hex'))],
    ['sends an unknown frame', 'corrupt', (socket) => socket.write(Buffer.from('006300000000', 'hex'))],
    ['sends a request', 'corrupt', (socket) => socket.write(Buffer.from('000000000000', 'hex'))],
    ['sends close', 'unavailable', (socket) => socket.write(Buffer.from('00fe00000000', 'hex'))],
    ['says it is broken', 'unavailable', (socket) => socket.write(Buffer.from('00ff0000000103', 'hex'))],
    ['speaks HTTP', 'corrupt', (socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n')],
  ];
  test.each(cases)('%s: %s', async (_name, code, answer) => {
    const { port } = await rogue(oneShot(answer));
    const transport = makeTransport(limits);
    const fetching = transport.fetch(
      refOf(0, bytes.length),
      parentAt({ tcpPort: port }),
      target(bytes.length).into,
      never,
    );
    await expect(fetching).rejects.toMatchObject({ name: 'Failure', code });
  });

  test('a piece that arrives steadily but far too slowly ends at its own limit', async () => {
    const { port } = await rogue(
      oneShot((socket) => {
        socket.write(headFor(bytes));
        const drip = setInterval(() => socket.write('some bytes'), 2);
        socket.once('close', () => clearInterval(drip));
      }),
    );
    const transport = makeTransport({ ...limits, stallBytes: 1, pieceTimeoutMs: 150 });
    const fetching = transport.fetch(
      refOf(0, bytes.length),
      parentAt({ tcpPort: port }),
      target(bytes.length).into,
      never,
    );
    await expect(fetching).rejects.toMatchObject({ code: 'timeout' });
  });

  test('nobody listens: unavailable', async () => {
    const { port } = await rogue(() => undefined);
    await closers.pop()?.();
    const fetching = makeTransport(limits).fetch(refOf(0, 10), parentAt({ tcpPort: port }), target(10).into, never);
    await expect(fetching).rejects.toMatchObject({ code: 'unavailable' });
  });

  test('a parent without a port is out of reach', async () => {
    const transport = makeTransport();
    expect(transport.canReach(parentAt({}))).toBe(false);
    await expect(transport.fetch(refOf(0, 10), parentAt({}), target(10).into, never)).rejects.toMatchObject({
      code: 'unavailable',
    });
  });
});

describe('connections', () => {
  const bytes = randomBytes(5000);

  test('another implementation gets one connection a piece, whatever the frames are cut into', async () => {
    const answer = Buffer.concat([headFor(bytes), bytes]);
    const { port, connections } = await rogue(
      oneShot((socket) => {
        let at = 0;
        const next = () => {
          if (at >= answer.length) return void socket.end();
          socket.write(answer.subarray(at, at + 1 + (at % 7) * 300));
          at += 1 + (at % 7) * 300;
          setImmediate(next);
        };
        next();
      }),
    );
    const transport = makeTransport();
    for (let round = 0; round < 10; round += 1) {
      const { into } = target(bytes.length);
      await transport.fetch(refOf(0, bytes.length), parentAt({ tcpPort: port }), into, never);
      expect(into.equals(bytes)).toBe(true);
    }
    // The greeting that found out what it is.
    expect(connections()).toBe(11);
  });

  test('a parent of ours is recognised and then serves many pieces on few connections', async () => {
    const held = Array.from({ length: 60 }, () => heldPiece(randomBytes(5000)));
    const metrics = new Registry();
    const server = await startPieceServer({
      store: storeOf((number) => held[number] ?? heldPiece(bytes)),
      limiter: unlimited(),
      ip: '127.0.0.1',
      port: 0,
      log: silentLog(),
      metrics,
    });
    closers.push(() => server.close());
    const { port, connections } = await relay(server.port);
    const transport = makeTransport();
    const parent = parentAt({ tcpPort: port });
    await transport.fetch(refOf(0, 5000), parent, target(5000).into, never);
    await waitFor(() => transport.idleConnections === 1);
    for (const number of held.keys()) {
      const { into } = target(5000);
      await transport.fetch(refOf(number, 5000), parent, into, never);
      expect(into.equals(Buffer.from(held[number]?.bytes ?? []))).toBe(true);
    }
    await Promise.all(
      [...held.keys()]
        .slice(0, 4)
        .map((number) => transport.fetch(refOf(number, 5000), parent, target(5000).into, never)),
    );
    expect(connections()).toBeLessThanOrEqual(2 + 3);
  });

  test('a parent that is busy says so, and the connection stays', async () => {
    let free: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      free = resolve;
    });
    const server = await startPieceServer({
      store: storeOf(() => heldPiece(bytes)),
      limiter: { acquire: () => held, tryTake: () => false },
      ip: '127.0.0.1',
      port: 0,
      log: silentLog(),
      metrics: new Registry(),
      limits: { maxUploads: 1 },
    });
    closers.push(() => server.close());
    const { port, connections } = await relay(server.port);
    const transport = makeTransport();
    const parent = parentAt({ tcpPort: port });
    const first = transport.fetch(refOf(0, bytes.length), parent, target(bytes.length).into, never);
    await waitFor(() => transport.idleConnections === 1);
    for (let again = 0; again < 2; again += 1) {
      const fetching = transport.fetch(refOf(1, bytes.length), parent, target(bytes.length).into, never);
      await expect(fetching).rejects.toMatchObject({ code: 'exhausted' });
    }
    expect(connections()).toBe(2);
    free();
    await first;
  });

  test('a kept connection that the parent let go is replaced without a failure', async () => {
    const { port } = await rogue((socket) => {
      let greeted = false;
      socket.on('data', (data: Buffer) => {
        if (greeted) socket.destroy();
        else if (decodeHeader(data).tag.kind === 'request') socket.write(Buffer.concat([headFor(bytes), bytes]));
        else {
          greeted = true;
          socket.write(encodeHello(0, { packs: false }));
        }
      });
    });
    const transport = makeTransport();
    for (let round = 0; round < 8; round += 1) {
      const { into } = target(bytes.length);
      await transport.fetch(refOf(0, bytes.length), parentAt({ tcpPort: port }), into, never);
      expect(into.equals(bytes)).toBe(true);
      if (round % 2 === 0) await waitFor(() => transport.idleConnections === 1);
    }
  });

  test('a parent that talks out of turn on a kept connection loses it', async () => {
    const sockets: Socket[] = [];
    const { port } = await rogue((socket) => {
      sockets.push(socket);
      socket.on('data', (data: Buffer) => {
        if (decodeHeader(data).tag.kind === 'hello') socket.write(encodeHello(0, { packs: false }));
        else socket.write(Buffer.concat([headFor(bytes), bytes]));
      });
    });
    const transport = makeTransport();
    await transport.fetch(refOf(0, bytes.length), parentAt({ tcpPort: port }), target(bytes.length).into, never);
    await waitFor(() => transport.idleConnections === 1);
    for (const socket of sockets) if (!socket.destroyed) socket.write('surprise');
    await waitFor(() => transport.idleConnections === 0);
  });

  test('a connection nobody uses for a while is closed', async () => {
    const { port } = await rogue((socket) => {
      socket.on('data', (data: Buffer) => {
        if (decodeHeader(data).tag.kind === 'hello') socket.write(encodeHello(0, { packs: false }));
        else socket.end(Buffer.concat([headFor(bytes), bytes]));
      });
    });
    const transport = makeTransport({ idleMs: 20 });
    await transport.fetch(refOf(0, bytes.length), parentAt({ tcpPort: port }), target(bytes.length).into, never);
    await waitFor(() => transport.idleConnections === 1);
    await waitFor(() => transport.idleConnections === 0);
  });
});

/** Passes bytes on and counts connections. */
async function relay(to: number): Promise<{ port: number; connections: () => number }> {
  const { connect } = await import('node:net');
  return rogue((socket) => {
    const upstream = connect(to, '127.0.0.1');
    upstream.on('error', () => socket.destroy());
    upstream.on('close', () => socket.destroy());
    socket.on('close', () => upstream.destroy());
    socket.pipe(upstream).pipe(socket);
  });
}

async function waitFor(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

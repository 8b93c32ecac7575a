import { Buffer } from 'node:buffer';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { peerId } from '@damselfly/core';
import { expect, test } from 'vitest';
import { memorySwarm, pieceLength } from '../testing/memory-swarm.ts';
import { servePlainly } from '../testing/plain-wire.ts';
import { TcpTransport } from '../transport/tcp/tcp-transport.ts';
import { encodeContentHead } from '../transport/vortex.ts';
import type { PieceFeed } from './piece-feed.ts';

/** Short where the stall itself is the fault; a busy machine must not make the honest parent look like one. */
const limitsFor = (code: string) => ({
  ...{ connectTimeoutMs: 30_000, pieceTimeoutMs: 60_000, stallBytes: 1000 },
  stallMs: code === 'timeout' ? 3000 : 60_000,
});

const head = (number: number, over: { number?: number; length?: number } = {}) =>
  encodeContentHead(
    'standard',
    {
      ...{ number, offset: number * pieceLength, length: pieceLength, digest: 'crc32:1', trafficType: 1 },
      ...{ costSeconds: 0, createdAtSeconds: 0 },
      ...over,
    },
    1,
  );

/** What a parent does with a request for a piece instead of serving it, and what it is blamed for. */
const rogues: [string, string, (socket: Socket, number: number) => void][] = [
  ['stalls before the first byte', 'timeout', () => undefined],
  [
    'stalls inside the piece',
    'timeout',
    (socket, number) => socket.write(Buffer.concat([head(number), Buffer.alloc(1000)])),
  ],
  [
    'trickles',
    'timeout',
    (socket, number) => {
      socket.write(head(number));
      const drip = setInterval(() => socket.write('x'), 10);
      socket.once('close', () => clearInterval(drip));
    },
  ],
  ['lies on the length', 'corrupt', (socket, number) => socket.write(head(number, { length: pieceLength + 1 }))],
  ['announces a frame of 4 GiB', 'corrupt', (socket) => socket.write(Buffer.from('0001ffffffff', 'hex'))],
  ['closes in the middle of a header', 'unavailable', (socket, number) => socket.end(head(number).subarray(0, 3))],
  ['serves another piece', 'corrupt', (socket, number) => socket.write(head(number, { number: number + 1 }))],
  [
    'sends other bytes than its sum',
    'corrupt',
    (socket, number) => socket.write(Buffer.concat([head(number), Buffer.alloc(pieceLength)])),
  ],
  [
    'sends more than the piece',
    'corrupt',
    (socket, number) => socket.write(Buffer.concat([head(number), Buffer.alloc(pieceLength + 9)])),
  ],
];

test.each(rogues)(
  'a parent that %s is left in bounded time, blamed and counted (%s), and another gives the piece',
  async (_does, code, act) => {
    const sockets = new Set<Socket>();
    let askedRogue: () => void = () => undefined;
    const rogueAsked = new Promise<void>((resolve) => {
      askedRogue = resolve;
    });
    let leftRogue: () => void = () => undefined;
    const rogueLeft = new Promise<void>((resolve) => {
      leftRogue = resolve;
    });
    const rogue = createServer((socket) => {
      sockets.add(socket.on('error', () => undefined));
      let seen = Buffer.alloc(0);
      socket.on('data', (part: Buffer) => {
        seen = Buffer.concat([seen, part]);
        if (seen.length >= 2 && seen[1] !== 0) socket.destroy();
        else if (seen.length === 74) {
          askedRogue();
          socket.once('close', leftRogue);
          act(socket, seen.readUInt32BE(70));
        }
      });
    });
    rogue.listen(0, '127.0.0.1');
    await once(rogue, 'listening');
    const address = rogue.address();
    const roguePort = typeof address === 'object' && address !== null ? address.port : 0;

    const pieces = new Map<number, Uint8Array>();
    const honest = await servePlainly(pieces, pieceLength);
    const transport = new TcpTransport(limitsFor(code));
    const feed = feedOf(
      { rogue: { port: roguePort, holds: [0] }, honest: { port: honest.port, holds: [1, 2, 0] } },
      { rogueAsked, rogueLeft },
    );
    await using swarm = await memorySwarm({
      parents: { rogue: {}, honest: {} },
      pieces: 3,
      parts: { transport, feed },
    });
    for (let number = 0; number < 3; number += 1) {
      pieces.set(number, swarm.content.subarray(number * pieceLength, (number + 1) * pieceLength));
    }
    try {
      expect((await swarm.fetch()).equals(swarm.content)).toBe(true);
      const blamed = swarm.reports.filter((report) => report.kind === 'pieceFailed');
      expect(blamed[0]).toEqual({ kind: 'pieceFailed', number: 0, parent: 'rogue' });
      expect(swarm.parts.store.piece(swarm.request.task, 0)?.parent).toBe('honest');
      const metrics = await swarm.registry.metrics();
      expect(metrics).toMatch(new RegExp(`dragonfly_client_piece_refused_total\\{[^}]*code="${code}"[^}]*\\} [1-9]`));
      expect(honest.asked.some(({ number }) => number === 0)).toBe(true);
    } finally {
      await transport.close();
      for (const socket of sockets) socket.destroy();
      rogue.close();
      await honest.close();
    }
  },
);

interface Telling {
  readonly port: number;
  readonly holds: readonly number[];
}

interface Rogue {
  /** It was asked for its piece. */
  readonly rogueAsked: Promise<void>;
  /** Its connection is over. */
  readonly rogueLeft: Promise<void>;
}

/** The honest parent has the rogue's piece once the rogue was left: no sooner can it be asked of somebody else. */
function feedOf(parents: Readonly<Record<string, Telling>>, rogue: Rogue): PieceFeed {
  return {
    async *follow({ peer, host, ip }, _task, _interesting, signal) {
      const { port = 0, holds = [] } = parents[peer] ?? {};
      if (peer === peerId('honest')) await rogue.rogueAsked;
      for (const number of holds) {
        if (peer === peerId('honest') && number === 0) await rogue.rogueLeft;
        yield { number, address: { peer, host, ip, tcpPort: port } };
      }
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    },
  };
}

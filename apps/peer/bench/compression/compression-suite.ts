import { createHash } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { hostId, peerId, pieceSpans, taskId } from '@damselfly/core';
import { Registry, silentLog } from '@damselfly/core/node';
import { crc32 } from '../../src/bytes/crc32.ts';
import { loadZstd } from '../../src/bytes/zstd.ts';
import { TokenBucket } from '../../src/rate/token-bucket.ts';
import { openDiskStore } from '../../src/storage/open-disk-store.ts';
import type { PieceStore } from '../../src/storage/store.ts';
import { TcpTransport } from '../../src/transport/tcp/tcp-transport.ts';
import { startPieceServer } from '../../src/upload/piece-server.ts';
import { comparedRounds, type Result } from '../report.ts';
import { logContent, noiseContent } from './content.ts';

export interface CompressionOptions {
  /** On which disk. */
  readonly dir: string;
  readonly quick: boolean;
}

interface Moved {
  readonly mibPerSecond: number;
  /** Of both sides together. */
  readonly cpuSecondsPerGib: number;
}

const MiB = 2 ** 20;
const pieceBytes = 4 * MiB;
const connections = 4;
/** 100 Mbit/s. */
const cappedLine = 12.5e6;
const never = new AbortController().signal;
setMaxListeners(0, never);

/**
 * A log and noise from one parent to one child, over a line of 100 Mbit/s (the parent's upload limit) and over loopback, each with
 * compression and without in turn. A child's transport is new in each round: finding out that a line is slow counts. The first
 * round of each does not.
 */
export async function compressionSuite({ dir, quick }: CompressionOptions): Promise<Result[]> {
  const zstd = loadZstd();
  if (zstd === undefined) throw new Error('this machine has no libzstd: there is nothing to compare');
  const folder = await mkdtemp(path.join(dir, 'damselfly-bench-'));
  const store = await openDiskStore({ dir: folder, log: silentLog(), keep: false });
  try {
    const results: Result[] = [];
    for (const [what, make] of [
      ['log', logContent],
      ['noise', noiseContent],
    ] as const) {
      for (const [line, bytesPerSecond, lengthBytes, rounds] of [
        ['capped', cappedLine, (quick ? 32 : 64) * MiB, quick ? 1 : 3],
        ['uncapped', Number.POSITIVE_INFINITY, (quick ? 128 : 512) * MiB, quick ? 3 : 9],
      ] as const) {
        const task = await fill(store, `${what} ${line}`, make(lengthBytes));
        const packed: Moved[] = [];
        const plain: Moved[] = [];
        for (let round = 0; round <= rounds; round += 1) {
          for (const on of round % 2 === 0 ? [true, false] : [false, true]) {
            const moved = await move(store, task, lengthBytes, bytesPerSecond, on ? zstd : undefined);
            if (round > 0) (on ? packed : plain).push(moved);
          }
        }
        const of = (figure: keyof Moved) =>
          [packed.map((moved) => moved[figure]), plain.map((moved) => moved[figure])] as const;
        results.push(
          comparedRounds(`compression.${what}_${line}`, 'MiB/s', ...of('mibPerSecond')),
          comparedRounds(`compression.${what}_${line}_cpu`, 's/GiB', ...of('cpuSecondsPerGib')),
        );
        await store.delete(task);
      }
    }
    return results;
  } finally {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function fill(store: PieceStore, name: string, bytes: Buffer) {
  const task = taskId(createHash('sha256').update(name).digest('hex'));
  const lengths = { contentLength: bytes.length, pieceLength: pieceBytes };
  const lease = await store.open({ task, url: 'bench://content', application: '', tag: '', header: {}, ...lengths });
  for (const span of pieceSpans(bytes.length, pieceBytes)) {
    const part = bytes.subarray(span.offset, span.offset + span.length);
    await store.writePiece(task, span, part, { crc32: crc32(part), trafficType: 'backToSource', costMs: 1 });
  }
  await store.finish(task);
  lease.release();
  return task;
}

async function move(
  store: PieceStore,
  task: ReturnType<typeof taskId>,
  lengthBytes: number,
  bytesPerSecond: number,
  zstd: ReturnType<typeof loadZstd>,
): Promise<Moved> {
  const limiter = new TokenBucket({ bytesPerSecond, burstBytes: MiB });
  const server = await startPieceServer({
    ...{ store, limiter, ip: '127.0.0.1', port: 0, log: silentLog(), metrics: new Registry(), zstd },
  });
  const transport = new TcpTransport({ zstd });
  const parent = { peer: peerId('parent'), host: hostId('parent'), ip: '127.0.0.1', tcpPort: server.port };
  const spans = pieceSpans(lengthBytes, pieceBytes);
  try {
    const cpu = process.cpuUsage();
    const startedMs = performance.now();
    const worker = async () => {
      const into = Buffer.allocUnsafeSlow(pieceBytes);
      for (let span = spans.shift(); span !== undefined; span = spans.shift()) {
        const piece = into.subarray(0, span.length);
        const { digest, crc32: sum } = await transport.fetch({ task, ...span }, parent, piece, never);
        if (digest !== `crc32:${sum}`) throw new Error(`piece ${span.number} arrived damaged`);
      }
    };
    await Promise.all(Array.from({ length: connections }, worker));
    const seconds = (performance.now() - startedMs) / 1000;
    const { user, system } = process.cpuUsage(cpu);
    return {
      mibPerSecond: lengthBytes / MiB / seconds,
      cpuSecondsPerGib: (user + system) / 1e6 / (lengthBytes / 2 ** 30),
    };
  } finally {
    await transport.close();
    await server.close();
  }
}

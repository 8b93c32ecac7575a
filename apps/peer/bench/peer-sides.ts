import { createHash, randomFillSync } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import path from 'node:path';
import { hostId, peerId, pieceSpans, taskId } from '@damselfly/core';
import { Registry, silentLog } from '@damselfly/core/node';
import { BufferPool } from '../src/bytes/buffer-pool.ts';
import { crc32 } from '../src/bytes/crc32.ts';
import { TokenBucket } from '../src/rate/token-bucket.ts';
import { openDiskStore } from '../src/storage/open-disk-store.ts';
import type { TaskSpec } from '../src/storage/store.ts';
import { TcpTransport } from '../src/transport/tcp/tcp-transport.ts';
import { startPieceServer } from '../src/upload/piece-server.ts';
import type { Side } from './worker.ts';
import type { Load } from './worker-link.ts';

const task = taskId(createHash('sha256').update('bench').digest('hex'));

const specOf = ({ contentBytes, pieceBytes }: Load): TaskSpec => ({
  task,
  url: 'bench://content',
  application: '',
  tag: '',
  contentLength: contentBytes,
  pieceLength: pieceBytes,
  header: {},
});

/** A daemon's store, filled, and its piece server. */
export async function startPeerUpload(load: Load): Promise<Side> {
  const store = await openDiskStore({ dir: path.join(load.dir, 'upload'), log: silentLog(), keep: false });
  await store.open(specOf(load));
  const bytes = Buffer.allocUnsafeSlow(load.pieceBytes);
  randomFillSync(bytes);
  for (const span of pieceSpans(load.contentBytes, load.pieceBytes)) {
    bytes.writeUInt32BE(span.number, 0);
    const part = bytes.subarray(0, span.length);
    await store.writePiece(task, span, part, { crc32: crc32(part), trafficType: 'backToSource', costMs: 1 });
  }
  await store.finish(task);
  const server = await startPieceServer({
    store,
    limiter: new TokenBucket({ bytesPerSecond: Number.POSITIVE_INFINITY }),
    ip: '127.0.0.1',
    port: 0,
    log: silentLog(),
    metrics: new Registry(),
  });
  return {
    port: server.port,
    close: async () => {
      await server.close();
      await store.close();
    },
  };
}

/** A store that takes up the content anew each round, over the daemon's transport. */
export async function startPeerDownload(load: Load, port: number): Promise<Side> {
  const store = await openDiskStore({ dir: path.join(load.dir, 'download'), log: silentLog(), keep: false });
  const transport = new TcpTransport();
  const pool = new BufferPool({ maxBytes: 2 * load.connections * load.pieceBytes });
  const { signal } = new AbortController();
  // As many as there are connections.
  setMaxListeners(0, signal);
  const parent = { peer: peerId('parent'), host: hostId('parent'), ip: '127.0.0.1', tcpPort: port };

  const round = async () => {
    const lease = await store.open(specOf(load));
    const spans = pieceSpans(load.contentBytes, load.pieceBytes);
    const worker = async () => {
      for (let span = spans.shift(); span !== undefined; span = spans.shift()) {
        const buffer = await pool.acquire(span.length, signal);
        try {
          const { digest, crc32: sum } = await transport.fetch({ task, ...span }, parent, buffer.bytes, signal);
          const origin = { digest, crc32: sum, parent: parent.peer, trafficType: 'remotePeer', costMs: 1 } as const;
          await store.writePiece(task, span, buffer.bytes, origin);
        } finally {
          buffer.release();
        }
      }
    };
    await Promise.all(Array.from({ length: load.connections }, worker));
    await store.finish(task);
    lease.release();
  };
  return {
    round: async (number) => {
      if (number > 0) await store.delete(task);
      await round();
    },
    close: async () => {
      await transport.close();
      await store.close();
    },
  };
}

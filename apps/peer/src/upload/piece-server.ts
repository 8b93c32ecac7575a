import { createServer, type Socket } from 'node:net';
import { Failure } from '@damselfly/core';
import { Counter, Gauge, type Log, type Registry } from '@damselfly/core/node';
import { BufferPool } from '../bytes/buffer-pool.ts';
import type { Zstd } from '../bytes/zstd.ts';
import type { RateLimiter } from '../rate/rate-limiter.ts';
import type { PieceStore } from '../storage/store.ts';
import { FirstCopies } from './first-copies.ts';
import { PackingJudge } from './send-packed.ts';
import { serveConnection } from './serve-connection.ts';
import { UploadTurns } from './upload-turns.ts';

export interface PieceServerOptions {
  readonly store: Pick<PieceStore, 'readPiece' | 'task' | 'piece'>;
  /** Upload bandwidth of the whole daemon. */
  readonly limiter: RateLimiter;
  readonly ip: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly log: Log;
  readonly metrics: Registry;
  readonly limits?: Partial<PieceServerLimits>;
  /** Packs pieces for children of ours on slow lines; absent: nothing is packed. */
  readonly zstd?: Zstd | undefined;
}

export interface PieceServerLimits {
  /** Pieces sent at the same time, however wide the link; further requests wait for their turn. */
  readonly maxUploads: number;
  readonly maxConnections: number;
  /** A connection must have sent its whole request by then. */
  readonly requestTimeoutMs: number;
  /** How long a child of ours may keep a connection open between two requests. */
  readonly idleTimeoutMs: number;
  /** A child that takes no byte for this long is dropped. */
  readonly sendTimeoutMs: number;
}

const defaultLimits: PieceServerLimits = {
  maxUploads: 64,
  maxConnections: 4096,
  requestTimeoutMs: 10_000,
  idleTimeoutMs: 60_000,
  sendTimeoutMs: 60_000,
};

/** Two halves of 512 KiB: one is filled while the other is sent. */
export const uploadBufferBytes = 2 ** 20;

export interface PieceServer {
  readonly port: number;
  /** Stops listening and ends every connection. */
  close(): Promise<void>;
}

/** Serves pieces to children over TCP. Throws `unavailable` when the address cannot be taken. */
export async function startPieceServer(options: PieceServerOptions): Promise<PieceServer> {
  const { store, limiter, log } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const turns = new UploadTurns({ most: limits.maxUploads });
  const buffers = new BufferPool({ maxBytes: limits.maxUploads * uploadBufferBytes });
  const meters = uploadMeters(options.metrics, turns);
  const { zstd } = options;
  const packing = zstd === undefined ? undefined : { zstd, judge: new PackingJudge(zstd) };
  const firstCopies = new FirstCopies(store);
  const open = new Map<Socket, Promise<void>>();

  // Dragonfly's client closes its side of the connection as soon as it has read the piece's facts and then reads the
  // content: only we decide when a connection ends.
  const halfOpen = { allowHalfOpen: true, noDelay: true, keepAlive: true, keepAliveInitialDelay: 5000 };
  const server = createServer(halfOpen, (socket) => {
    const serving = serveConnection({
      socket,
      store,
      limiter,
      turns,
      buffers,
      limits,
      meters,
      log,
      packing,
      firstCopies,
    });
    open.set(socket, serving);
    void serving.finally(() => open.delete(socket));
  });
  server.maxConnections = limits.maxConnections;
  const port = await listen(server, options.ip, options.port);
  server.on('error', (err) => log.warn({ err }, 'the piece server could not accept a connection'));

  return {
    port,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of open.keys()) socket.destroy();
      await Promise.all([closed, ...open.values()]);
      turns.close();
    },
  };
}

/** What is counted while serving. */
export interface UploadMeters {
  readonly sentBytes: { inc(bytes: number): void };
  /** By packing. */
  readonly savedBytes: Counter;
  readonly pieces: Counter<'result'>;
  /** Children that were too slow, sent what is no request, or left in the middle. */
  readonly dropped: Counter<'code'>;
}

function uploadMeters(registry: Registry, turns: UploadTurns): UploadMeters {
  const registers = [registry];
  // Dragonfly's name, and ours from before.
  for (const name of ['dragonfly_client_concurrent_upload_piece_total', 'damselfly_peer_uploads_active']) {
    new Gauge({
      name,
      help: 'Pieces being sent to children.',
      registers,
      collect() {
        this.set(turns.taken);
      },
    });
  }
  const sentBytes = new Counter({
    name: 'damselfly_peer_upload_bytes_total',
    help: 'Piece bytes sent to children, as they went over the line.',
    registers,
  });
  const traffic = new Counter({
    name: 'dragonfly_client_upload_traffic',
    help: 'The same under the name Dragonfly gives it.',
    registers,
  });
  return {
    sentBytes: {
      inc: (bytes) => {
        turns.sent(bytes);
        sentBytes.inc(bytes);
        traffic.inc(bytes);
      },
    },
    savedBytes: new Counter({
      name: 'damselfly_peer_upload_saved_bytes_total',
      help: 'Bytes that packing kept off the line.',
      registers,
    }),
    dropped: new Counter({
      name: 'damselfly_peer_dropped_children_total',
      help: 'Connections of children that were ended early, by reason.',
      labelNames: ['code'],
      registers,
    }),
    pieces: new Counter({
      name: 'damselfly_peer_upload_pieces_total',
      help: 'Pieces asked for by children, by result.',
      labelNames: ['result'],
      registers,
    }),
  };
}

function listen(server: ReturnType<typeof createServer>, ip: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const onError = (cause: Error) => {
      const remedy = `cannot listen for pieces on ${ip}:${port} (${cause.message}); free it or set storage.server.tcpPort`;
      reject(new Failure('unavailable', remedy, { cause }));
    };
    server.once('error', onError);
    server.listen({ host: ip, port, backlog: 1024 }, () => {
      server.off('error', onError);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

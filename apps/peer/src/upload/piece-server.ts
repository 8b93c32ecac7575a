import type { Log, Registry } from '@damselfly/core/node';
import type { RateLimiter } from '../rate/rate-limiter.ts';
import type { PieceStore } from '../storage/store.ts';

export interface PieceServerOptions {
  readonly store: Pick<PieceStore, 'readPiece'>;
  /** Upload bandwidth of the whole daemon. */
  readonly limiter: RateLimiter;
  readonly ip: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly log: Log;
  readonly metrics: Registry;
}

export interface PieceServer {
  readonly port: number;
  /** Stops listening and ends every connection. */
  close(): Promise<void>;
}

import { Buffer } from 'node:buffer';
import { randomInt } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { Failure } from '@damselfly/core';
import type { Zstd } from '../../bytes/zstd.ts';
import type { Pace } from '../../rate/rate-limiter.ts';
import type { FetchedPiece, ParentAddress, PieceRef, PieceTransport } from '../transport.ts';
import { type Abilities, encodeHello, encodeRequest } from '../vortex.ts';
import { type Endpoint, PieceConnection, type TcpLimits } from './connection.ts';
import { ConnectionPool } from './connection-pool.ts';
import { LinkMeter } from './link-meter.ts';
import { PieceReceiver } from './piece-receiver.ts';

export interface TcpTransportOptions extends Partial<TcpLimits> {
  /** Connections kept for later, over all parents. */
  readonly maxIdle?: number;
  readonly maxIdlePerParent?: number;
  readonly idleMs?: number;
  /** Takes packed blocks from parents of ours on slow lines; absent: never. */
  readonly zstd?: Zstd | undefined;
}

const defaults = {
  connectTimeoutMs: 2000,
  pieceTimeoutMs: 360_000,
  stallMs: 20_000,
  stallBytes: 64 * 2 ** 10,
  maxIdle: 64,
  maxIdlePerParent: 8,
  idleMs: 30_000,
};

/**
 * Pieces over TCP in Dragonfly's protocol. A connection carries one request to any other implementation and many, one
 * after the other, to a daemon of ours.
 */
export class TcpTransport implements PieceTransport {
  readonly name = 'tcp';
  readonly #limits: TcpLimits;
  readonly #pool: ConnectionPool;
  readonly #zstd: Zstd | undefined;
  readonly #abilities: Abilities;
  readonly #links = new LinkMeter();
  readonly #closing = new AbortController();
  readonly #running = new Set<Promise<unknown>>();

  constructor(options: TcpTransportOptions = {}) {
    const { maxIdle, maxIdlePerParent, idleMs, zstd, ...limits } = { ...defaults, ...options };
    this.#zstd = zstd;
    this.#abilities = { packs: zstd !== undefined, comesAgain: true };
    // One for every fetch under way.
    setMaxListeners(0, this.#closing.signal);
    this.#limits = limits;
    this.#pool = new ConnectionPool({ limits, maxIdle, maxIdlePerParent, idleMs, abilities: this.#abilities });
  }

  /** Connections open for a later piece. */
  get idleConnections(): number {
    return this.#pool.idleCount;
  }

  canReach(parent: ParentAddress): boolean {
    return parent.tcpPort !== undefined && parent.tcpPort > 0;
  }

  async fetch(
    piece: PieceRef,
    parent: ParentAddress,
    into: Uint8Array,
    signal: AbortSignal,
    pace?: Pace,
  ): Promise<FetchedPiece> {
    if (parent.tcpPort === undefined) {
      throw new Failure('unavailable', `parent ${parent.peer} has no TCP port for pieces`);
    }
    const exchange = { piece, into, pace };
    const fetching = this.#fetch(exchange, { ip: parent.ip, port: parent.tcpPort }, signal);
    const settled = fetching.then(
      () => undefined,
      () => undefined,
    );
    this.#running.add(settled);
    try {
      return await fetching;
    } finally {
      this.#running.delete(settled);
    }
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all([this.#pool.close(), ...this.#running]);
  }

  async #fetch(exchange: Exchange, endpoint: Endpoint, outer: AbortSignal): Promise<FetchedPiece> {
    const stop = new AbortController();
    const onAbort = () => stop.abort();
    outer.addEventListener('abort', onAbort, { once: true });
    this.#closing.signal.addEventListener('abort', onAbort, { once: true });
    if (outer.aborted || this.#closing.signal.aborted) stop.abort();
    const link = this.#links.begin(linkName(endpoint));
    const startedAtMs = performance.now();
    try {
      const many = this.#pool.servesMany(endpoint);
      const receiver = await (many
        ? this.#fetchKeeping(exchange, endpoint, stop.signal)
        : this.#fetchOnce(exchange, endpoint, stop.signal));
      const result = receiver.result();
      link.done(exchange.piece.length, performance.now() - startedAtMs, receiver.packed);
      return result;
    } catch (thrown) {
      link.failed();
      throw thrown;
    } finally {
      outer.removeEventListener('abort', onAbort);
      this.#closing.signal.removeEventListener('abort', onAbort);
    }
  }

  async #fetchOnce(exchange: Exchange, endpoint: Endpoint, signal: AbortSignal): Promise<PieceReceiver> {
    const { piece, into, pace } = exchange;
    const connection = await PieceConnection.open(endpoint, this.#limits, signal);
    try {
      const receiver = new PieceReceiver(piece, into, connection.prelude);
      await connection.fetch(encodeRequest(piece, randomInt(256)), receiver, this.#limits, signal, pace);
      return receiver;
    } finally {
      connection.destroy();
    }
  }

  /** A connection that ends before the first byte of an answer was one the parent had just let go: tried once more. */
  async #fetchKeeping(exchange: Exchange, endpoint: Endpoint, signal: AbortSignal): Promise<PieceReceiver> {
    const { piece, into, pace } = exchange;
    const idle = this.#pool.takeIdle(endpoint);
    const connection = idle ?? (await PieceConnection.open(endpoint, this.#limits, signal));
    const packed = this.#pool.packs(endpoint) && this.#links.wantsPacked(linkName(endpoint));
    const receiver = new PieceReceiver(piece, into, connection.prelude, packed ? this.#zstd?.unpack : undefined);
    try {
      const request = encodeRequest(piece, randomInt(256), packed);
      const greeting = idle === undefined ? Buffer.concat([encodeHello(0, this.#abilities), request]) : request;
      await connection.fetch(greeting, receiver, this.#limits, signal, pace);
    } catch (thrown) {
      connection.destroy();
      const failure = Failure.from(thrown);
      if (failure.code !== 'unavailable' || receiver.receivedBytes > 0) throw failure;
      this.#pool.forget(endpoint);
      return this.#fetchOnce(exchange, endpoint, signal);
    }
    this.#pool.keep(endpoint, connection);
    return receiver;
  }
}

const linkName = ({ ip, port }: Endpoint) => `${ip} ${port}`;

/** One piece on its way. */
interface Exchange {
  readonly piece: PieceRef;
  readonly into: Uint8Array;
  readonly pace: Pace | undefined;
}

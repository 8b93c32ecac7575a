import { Buffer } from 'node:buffer';
import { connect, type Socket } from 'node:net';
import { Failure } from '@damselfly/core';
import type { Pace } from '../../rate/rate-limiter.ts';
import { type Abilities, decodeHeader, decodeHello, encodeHello, headerLength } from '../vortex.ts';
import { type PieceReceiver, preludeLength } from './piece-receiver.ts';

/** When to give up on a parent. */
export interface TcpLimits {
  readonly connectTimeoutMs: number;
  /** For a whole piece, waiting for the parent's bandwidth included. */
  readonly pieceTimeoutMs: number;
  /** In each stretch of this length at least `stallBytes` must arrive. */
  readonly stallMs: number;
  readonly stallBytes: number;
}

interface Reader {
  readonly target: () => Uint8Array;
  /** True when nothing more is wanted. */
  readonly advance: (count: number) => boolean;
  readonly settle: (failure?: Failure) => void;
  readonly pace?: Pace | undefined;
}

export interface Endpoint {
  readonly ip: string;
  readonly port: number;
}

/** One socket to a parent; carries one exchange at a time. After a failed exchange it is destroyed. */
export class PieceConnection {
  readonly #socket: Socket;
  readonly #endpoint: Endpoint;
  /** Also the place where the first bytes of every answer land, because the socket was given it before the request. */
  readonly #prelude = Buffer.allocUnsafeSlow(preludeLength);
  #reader: Reader | undefined;
  #broken: Failure | undefined;
  #onBroken: (() => void) | undefined;
  /** Bytes that arrived wait for their bandwidth. */
  #paced = false;

  private constructor(endpoint: Endpoint) {
    this.#endpoint = endpoint;
    this.#socket = connect({
      host: endpoint.ip,
      port: endpoint.port,
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay: 5000,
      onread: {
        buffer: () => this.#reader?.target() ?? this.#prelude,
        callback: (count) => this.#received(count),
      },
    });
    this.#socket.on('error', (cause) => this.#break(this.#unavailable(cause.message, cause)));
    this.#socket.on('end', () => this.#break(this.#unavailable('it closed the connection')));
    this.#socket.on('close', () => this.#break(this.#unavailable('the connection is closed')));
  }

  /** Throws `unavailable`, `timeout` or `cancelled`. */
  static async open(endpoint: Endpoint, limits: TcpLimits, signal: AbortSignal): Promise<PieceConnection> {
    if (signal.aborted) throw cancelled();
    const connection = new PieceConnection(endpoint);
    await connection.#connected(limits.connectTimeoutMs, signal);
    return connection;
  }

  /** False when nothing can be asked on it any more. */
  get usable(): boolean {
    return this.#broken === undefined;
  }

  /** Calls `listener` once when the connection breaks while nobody is asking. */
  onBroken(listener: (() => void) | undefined): void {
    this.#onBroken = listener;
  }

  /** Where a receiver must collect frames. */
  get prelude(): Buffer {
    return this.#prelude;
  }

  /** Sends `request` and reads until the receiver has its piece, no faster than `pace` allows. */
  async fetch(
    request: Uint8Array,
    receiver: PieceReceiver,
    limits: TcpLimits,
    signal: AbortSignal,
    pace?: Pace,
  ): Promise<void> {
    const advance = (count: number) => {
      receiver.advance(count);
      return receiver.done;
    };
    let seenBytes = 0;
    const stall = setInterval(() => {
      const arrived = receiver.receivedBytes - seenBytes;
      seenBytes = receiver.receivedBytes;
      if (arrived < limits.stallBytes && !this.#paced)
        this.#fail('timeout', `only ${arrived} bytes in ${limits.stallMs} ms`);
    }, limits.stallMs);
    const whole = setTimeout(
      () => this.#fail('timeout', `the piece took longer than ${limits.pieceTimeoutMs} ms`),
      limits.pieceTimeoutMs,
    );
    try {
      await this.#exchange(request, { target: () => receiver.target(), advance, pace }, signal);
    } finally {
      clearInterval(stall);
      clearTimeout(whole);
    }
  }

  /** Greets the parent; resolves to what it can when it is one of ours, undefined when it ends the connection instead. */
  async greet(own: Abilities, timeoutMs: number, signal: AbortSignal): Promise<Abilities | undefined> {
    let filled = 0;
    const target = () => this.#prelude.subarray(filled);
    const wanted = () => headerLength + (filled < headerLength ? 1 : decodeHeader(this.#prelude).length);
    const advance = (count: number) => {
      filled += count;
      return filled >= wanted();
    };
    const timer = setTimeout(() => this.#fail('timeout', `no greeting within ${timeoutMs} ms`), timeoutMs);
    try {
      await this.#exchange(encodeHello(0, own), { target, advance }, signal);
    } catch (thrown) {
      if (signal.aborted || !(thrown instanceof Failure)) throw thrown;
      return undefined;
    } finally {
      clearTimeout(timer);
    }
    const { tag } = decodeHeader(this.#prelude);
    if (tag.kind !== 'hello' || filled !== wanted()) return undefined;
    return decodeHello(this.#prelude.subarray(headerLength, filled));
  }

  destroy(): void {
    this.#break(cancelled());
  }

  #connected(timeoutMs: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const onAbort = () => this.#break(cancelled());
      const timer = setTimeout(() => this.#fail('timeout', `no connection within ${timeoutMs} ms`), timeoutMs);
      const settle = (failure?: Failure) => {
        clearTimeout(timer);
        signal.removeEventListener('abort', onAbort);
        this.#reader = undefined;
        if (failure === undefined) resolve();
        else reject(failure);
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.#reader = { target: () => this.#prelude, advance: () => false, settle };
      this.#socket.once('connect', () => settle());
    });
  }

  #exchange(request: Uint8Array, how: Omit<Reader, 'settle'>, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#broken !== undefined || signal.aborted) {
        const failure = this.#broken ?? cancelled();
        this.#break(failure);
        reject(failure);
        return;
      }
      const onAbort = () => this.#break(cancelled());
      const settle = (failure?: Failure) => {
        signal.removeEventListener('abort', onAbort);
        this.#reader = undefined;
        if (failure === undefined) resolve();
        else reject(failure);
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.#reader = { ...how, settle };
      this.#socket.write(request);
    });
  }

  /** False: read no further for now. */
  #received(count: number): boolean {
    const reader = this.#reader;
    if (reader === undefined) {
      this.#fail('corrupt', 'it sent what nobody asked for');
      return true;
    }
    try {
      const done = reader.advance(count);
      const wait = reader.pace?.(count);
      if (wait !== undefined) {
        void this.#waitFor(wait, reader, done);
        return false;
      }
      if (done) reader.settle();
    } catch (thrown) {
      this.#break(Failure.from(thrown));
    }
    return true;
  }

  /** Never rejects: what ends the wait ends the exchange. */
  async #waitFor(turn: Promise<void>, reader: Reader, done: boolean): Promise<void> {
    this.#paced = true;
    try {
      await turn;
    } catch (thrown) {
      this.#break(Failure.from(thrown));
    }
    this.#paced = false;
    if (this.#broken !== undefined) return;
    if (done) reader.settle();
    this.#socket.resume();
  }

  #break(failure: Failure): void {
    if (this.#broken !== undefined) return;
    this.#broken = failure;
    this.#socket.destroy();
    if (this.#reader === undefined) this.#onBroken?.();
    else this.#reader.settle(failure);
  }

  #fail(code: 'timeout' | 'corrupt', what: string): void {
    this.#break(new Failure(code, `parent ${this.#endpoint.ip}:${this.#endpoint.port}: ${what}`));
  }

  #unavailable(what: string, cause?: unknown): Failure {
    return new Failure('unavailable', `parent ${this.#endpoint.ip}:${this.#endpoint.port}: ${what}`, { cause });
  }
}

const cancelled = () => new Failure('cancelled', 'cancelled while talking to a parent');

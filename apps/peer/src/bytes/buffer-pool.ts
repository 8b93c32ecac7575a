import { Buffer } from 'node:buffer';
import { Failure } from '@damselfly/core';

/** Memory on loan. */
export interface PooledBuffer {
  /** Exactly as long as asked for; what it holds at first is anything. */
  readonly bytes: Buffer;
  /** Gives it back; nobody may touch `bytes` afterwards. Safe to call more than once. */
  release(): void;
}

interface Waiter {
  readonly lengthBytes: number;
  readonly resolve: (buffer: PooledBuffer) => void;
}

const smallestSlabBytes = 64 * 2 ** 10;

/**
 * Long-lived slabs for piece bytes, so that moving pieces makes no garbage. Slabs are powers of two; all of them
 * together, on loan or idle, never exceed `maxBytes`. Whoever asks when none is left waits in order.
 */
export class BufferPool {
  readonly #maxBytes: number;
  readonly #idle = new Map<number, Buffer[]>();
  readonly #waiting: Waiter[] = [];
  #allocatedBytes = 0;
  #loanedBytes = 0;

  constructor({ maxBytes }: { readonly maxBytes: number }) {
    this.#maxBytes = maxBytes;
  }

  /** Bytes on loan, rounded up to slabs. */
  get loanedBytes(): number {
    return this.#loanedBytes;
  }

  /** Bytes on loan and idle. */
  get allocatedBytes(): number {
    return this.#allocatedBytes;
  }

  /** Throws `invalid` when `lengthBytes` can never be had, `cancelled` when the signal aborts first. */
  async acquire(lengthBytes: number, signal: AbortSignal): Promise<PooledBuffer> {
    if (slabBytes(lengthBytes) > this.#maxBytes) {
      throw new Failure('invalid', `a buffer of ${lengthBytes} bytes is larger than the whole pool; raise its limit`);
    }
    if (signal.aborted) throw new Failure('cancelled', 'cancelled while waiting for memory');
    const now = this.#waiting.length === 0 ? this.#take(lengthBytes) : undefined;
    return now ?? this.#wait(lengthBytes, signal);
  }

  #wait(lengthBytes: number, signal: AbortSignal): Promise<PooledBuffer> {
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        lengthBytes,
        resolve: (buffer) => {
          signal.removeEventListener('abort', onAbort);
          resolve(buffer);
        },
      };
      const onAbort = () => {
        this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
        reject(new Failure('cancelled', 'cancelled while waiting for memory'));
        this.#serve();
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.#waiting.push(waiter);
    });
  }

  #take(lengthBytes: number): PooledBuffer | undefined {
    const size = slabBytes(lengthBytes);
    const slab = this.#idle.get(size)?.pop() ?? this.#allocate(size);
    if (slab === undefined) return undefined;
    this.#loanedBytes += size;
    let loaned = true;
    return {
      bytes: slab.subarray(0, lengthBytes),
      release: () => {
        if (!loaned) return;
        loaned = false;
        this.#give(slab);
      },
    };
  }

  #allocate(size: number): Buffer | undefined {
    for (const [idleSize, slabs] of this.#idle) {
      while (this.#allocatedBytes + size > this.#maxBytes && slabs.pop() !== undefined)
        this.#allocatedBytes -= idleSize;
    }
    if (this.#allocatedBytes + size > this.#maxBytes) return undefined;
    this.#allocatedBytes += size;
    return Buffer.allocUnsafeSlow(size);
  }

  #give(slab: Buffer): void {
    this.#loanedBytes -= slab.length;
    const slabs = this.#idle.get(slab.length) ?? [];
    slabs.push(slab);
    this.#idle.set(slab.length, slabs);
    this.#serve();
  }

  #serve(): void {
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      const buffer = this.#take(next.lengthBytes);
      if (buffer === undefined) return;
      this.#waiting.shift();
      next.resolve(buffer);
    }
  }
}

const slabBytes = (lengthBytes: number) =>
  Math.max(smallestSlabBytes, 2 ** Math.ceil(Math.log2(Math.max(1, lengthBytes))));

import type { PieceSpan, TaskId } from '@damselfly/core';
import type { BufferPool, PooledBuffer } from '../bytes/buffer-pool.ts';
import { crc32 } from '../bytes/crc32.ts';
import type { PieceStore, StoredPiece } from '../storage/store.ts';

export interface PieceAssemblyOptions {
  readonly task: TaskId;
  readonly store: Pick<PieceStore, 'writePiece'>;
  readonly buffers: BufferPool;
  readonly signal: AbortSignal;
  readonly onPiece: (piece: StoredPiece) => void;
}

/** Collects one piece's bytes from a stream, in a pooled buffer, with its checksum, and stores it when it is whole. */
export class PieceAssembly {
  readonly #options: PieceAssemblyOptions;
  #buffer: PooledBuffer | undefined;
  #filled = 0;
  #crc = 0;
  #startedAtMs = 0;

  constructor(options: PieceAssemblyOptions) {
    this.#options = options;
  }

  get filled(): number {
    return this.#filled;
  }

  /** Takes as much of `chunk` as a piece of `lengthBytes` still needs and says how much that was. */
  async take(chunk: Uint8Array, lengthBytes: number): Promise<number> {
    if (this.#buffer === undefined) {
      this.#buffer = await this.#options.buffers.acquire(lengthBytes, this.#options.signal);
      this.#startedAtMs = performance.now();
    }
    const part = chunk.subarray(0, Math.min(chunk.length, lengthBytes - this.#filled));
    this.#buffer.bytes.set(part, this.#filled);
    this.#crc = crc32(part, this.#crc);
    this.#filled += part.length;
    return part.length;
  }

  /** Stores what was taken as `span`, whose length it has, and begins the next piece. */
  async store(span: PieceSpan): Promise<void> {
    const { task, store, onPiece } = this.#options;
    const bytes = this.#buffer?.bytes.subarray(0, this.#filled) ?? new Uint8Array();
    const costMs = performance.now() - this.#startedAtMs;
    try {
      onPiece(await store.writePiece(task, span, bytes, { crc32: this.#crc, trafficType: 'backToSource', costMs }));
    } finally {
      this.release();
    }
  }

  /** Gives the buffer back and forgets what was taken. */
  release(): void {
    this.#buffer?.release();
    this.#buffer = undefined;
    this.#filled = 0;
    this.#crc = 0;
  }
}

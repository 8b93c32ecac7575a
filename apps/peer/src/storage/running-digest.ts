import { parseDigest } from '@damselfly/core';
import type { BufferPool } from '../bytes/buffer-pool.ts';
import { readSpan, useContent } from './content-file.ts';
import type { FileCache } from './file-cache.ts';
import { createHasher, type Hasher } from './piece-digest.ts';
import type { TaskEntry } from './task-entry.ts';

export interface RunningDigestParts {
  readonly files: FileCache;
  /** Lends 1 MiB at a time. */
  readonly buffers: BufferPool;
  readonly closing: AbortSignal;
}

/**
 * The digest of a content, computed from its start on while the rest still comes: at the end there is little left to read.
 * A piece that is dropped makes it begin again.
 */
export class RunningDigest {
  readonly #parts: RunningDigestParts;
  readonly #entry: TaskEntry;
  readonly #like: string;
  #hasher: Hasher | undefined;
  #next = 0;
  #generation = 0;
  #advancing: Promise<void> = Promise.resolve();
  #idle = true;

  constructor(parts: RunningDigestParts, entry: TaskEntry, like: string) {
    this.#parts = parts;
    this.#entry = entry;
    this.#like = like;
    entry.listeners.add(({ kind }) => {
      if (kind === 'piece' && this.#idle) this.#go();
    });
  }

  /** Bytes taken in so far. */
  get position(): number {
    return this.#next * this.#entry.spec.pieceLength;
  }

  /** Waits until it stands still; never rejects. */
  async settled(): Promise<void> {
    await this.#advancing;
  }

  /**
   * The digest of the whole content, which is there, in the form of the expected one. Undefined when it could not be
   * followed: read the content instead.
   */
  async value(): Promise<string | undefined> {
    const { algorithm } = parseDigest(this.#like);
    await this.settled();
    try {
      await this.#advance();
    } catch {
      // Whoever reads the whole content instead meets the same fault and tells it, with the piece it is in.
      return undefined;
    }
    const whole = this.#next === this.#entry.bitmap.size && this.#generation === this.#entry.dropped;
    const value = whole ? this.#hasher?.value() : undefined;
    this.#restart();
    return value === undefined ? undefined : `${algorithm}:${value}`;
  }

  #go(): void {
    this.#idle = false;
    this.#advancing = this.#advance()
      // A piece that cannot be read now is read again for the value, and by whoever reads everything: there it is an error.
      .catch(() => this.#restart())
      .finally(() => {
        this.#idle = true;
      });
  }

  async #advance(): Promise<void> {
    const { files, buffers, closing } = this.#parts;
    if (this.#hasher === undefined || this.#generation !== this.#entry.dropped) this.#restart();
    for (;;) {
      const piece = this.#entry.piece(this.#next);
      if (piece === undefined || this.#entry.gone || closing.aborted) return;
      const hasher = this.#hasher;
      await useContent(files, this.#entry, 'r', (file) =>
        readSpan(file, piece, buffers, closing, (part) => {
          hasher?.update(part);
        }),
      );
      if (this.#generation !== this.#entry.dropped) this.#restart();
      else this.#next += 1;
    }
  }

  #restart(): void {
    this.#hasher = createHasher(parseDigest(this.#like).algorithm);
    this.#next = 0;
    this.#generation = this.#entry.dropped;
  }
}

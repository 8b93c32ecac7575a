import type { Buffer } from 'node:buffer';
import { Failure } from '@damselfly/core';
import { crc32 } from '../../bytes/crc32.ts';
import type { Zstd } from '../../bytes/zstd.ts';
import { PackedBlocks } from '../packed-blocks.ts';
import type { FetchedPiece, PieceRef } from '../transport.ts';
import {
  decodeError,
  decodeHeader,
  decodeHello,
  decodeMetadata,
  headerLength,
  maxValueLength,
  type PieceMetadata,
} from '../vortex.ts';

/** How large the buffer for everything before a piece's content must be. */
export const preludeLength = headerLength + maxValueLength;
/** Larger reads were measured to gain nothing. */
const readLength = 256 * 2 ** 10;

/**
 * Takes in the answer to one request: frames into `prelude`, then the content straight into `into`. It knows no socket:
 * whoever reads asks `target` where the next bytes go and tells `advance` how many came.
 */
export class PieceReceiver {
  readonly #piece: PieceRef;
  readonly #into: Uint8Array;
  readonly #prelude: Buffer;
  #preludeFilled = 0;
  #metadata: PieceMetadata | undefined;
  #filled = 0;
  #crc = 0;
  #receivedBytes = 0;
  readonly #unpack: Zstd['unpack'] | undefined;
  #blocks: PackedBlocks | undefined;
  /** The parent's answer when it is not the piece and yet leaves the connection as it was. */
  #busy: Failure | undefined;

  /**
   * @param prelude memory of `preludeLength` bytes that nobody else uses until the piece is done.
   * @param unpack only when packed blocks were asked for.
   */
  constructor(piece: PieceRef, into: Uint8Array, prelude: Buffer, unpack?: Zstd['unpack']) {
    if (into.length !== piece.length) {
      throw new Failure('invalid', `piece ${piece.number} has ${piece.length} bytes, its buffer ${into.length}`);
    }
    this.#piece = piece;
    this.#into = into;
    this.#prelude = prelude;
    this.#unpack = unpack;
  }

  /** True when the parent sent the content in packed blocks. */
  get packed(): boolean {
    return this.#blocks !== undefined;
  }

  /** Everything that has arrived, frames included; what was packed counts unpacked, too. */
  get receivedBytes(): number {
    return this.#receivedBytes;
  }

  get done(): boolean {
    return this.#busy !== undefined || (this.#metadata !== undefined && this.#filled === this.#into.length);
  }

  /** Where the next bytes go; never empty. Before the first byte it is the whole of `prelude`. */
  target(): Uint8Array {
    if (this.done) return this.#prelude;
    if (this.#metadata === undefined) return this.#prelude.subarray(this.#preludeFilled);
    if (this.#blocks !== undefined) return this.#blocks.target();
    return this.#into.subarray(this.#filled, Math.min(this.#filled + readLength, this.#into.length));
  }

  /** `count` bytes were put where `target` said. Throws what the parent's answer means when it is not the piece. */
  advance(count: number): void {
    this.#receivedBytes += count;
    if (this.done) throw new Failure('corrupt', `the parent sent more than piece ${this.#piece.number} holds`);
    if (this.#blocks !== undefined) {
      this.#blocks.advance(count);
      return;
    }
    if (this.#metadata !== undefined) {
      this.#take(this.#into.subarray(this.#filled, this.#filled + count));
      return;
    }
    this.#preludeFilled += count;
    this.#readFrames();
  }

  /** What arrived. Only when `done`. Throws `exhausted` or `conflict` when the parent was busy. */
  result(): FetchedPiece {
    if (this.#busy !== undefined) throw this.#busy;
    if (this.#metadata === undefined || !this.done)
      throw new Failure('internal', 'a piece was taken before it was complete');
    const { digest, parentId } = this.#metadata;
    return { length: this.#filled, digest, crc32: this.#crc, ...(parentId === undefined ? {} : { parentId }) };
  }

  #readFrames(): void {
    let bytes = this.#prelude.subarray(0, this.#preludeFilled);
    while (bytes.length >= headerLength) {
      const { tag, length } = decodeHeader(bytes);
      if (bytes.length < headerLength + length) break;
      const value = bytes.subarray(headerLength, headerLength + length);
      bytes = bytes.subarray(headerLength + length);
      switch (tag.kind) {
        case 'hello':
          if (decodeHello(value) === undefined)
            throw new Failure('corrupt', 'the parent greets in a language this peer does not speak');
          continue;
        case 'content':
          if (tag.task !== (this.#piece.kind ?? 'standard')) throw this.#unexpected(`a piece of a ${tag.task} task`);
          this.#metadata = this.#checked(decodeMetadata(value));
          if (tag.packed === true) this.#takeBlocks(bytes);
          else this.#takeRest(bytes);
          return;
        case 'error':
          this.#busy = busy(decodeError(value));
          if (bytes.length > 0) throw this.#unexpected('more than its answer');
          return;
        case 'close':
          throw new Failure('unavailable', 'the parent ends the connection instead of sending the piece');
        case 'request':
          throw this.#unexpected('a request');
        case 'unknown':
          throw this.#unexpected(`a frame with tag ${tag.tag}`);
        default:
          tag satisfies never;
      }
    }
    this.#preludeFilled = bytes.copy(this.#prelude);
  }

  #checked(metadata: PieceMetadata): PieceMetadata {
    const { number, offset, length } = this.#piece;
    if (metadata.number === number && metadata.offset === offset && metadata.length === length) return metadata;
    throw this.#unexpected(`piece ${metadata.number} at ${metadata.offset} of ${metadata.length} bytes`);
  }

  #takeBlocks(bytes: Uint8Array): void {
    if (this.#unpack === undefined) throw this.#unexpected('packed blocks');
    this.#blocks = new PackedBlocks(this.#into, this.#unpack, (taken) => {
      this.#receivedBytes += taken.length;
      this.#take(taken);
    });
    this.#blocks.feed(bytes);
  }

  #takeRest(bytes: Uint8Array): void {
    if (bytes.length > this.#into.length) {
      throw new Failure('corrupt', `the parent sent more than piece ${this.#piece.number} holds`);
    }
    this.#into.set(bytes);
    this.#take(this.#into.subarray(0, bytes.length));
  }

  #take(bytes: Uint8Array): void {
    this.#crc = crc32(bytes, this.#crc);
    this.#filled += bytes.length;
  }

  #unexpected(what: string): Failure {
    const { number, offset, length } = this.#piece;
    return new Failure(
      'corrupt',
      `asked for piece ${number} at ${offset} of ${length} bytes, the parent answered with ${what}`,
    );
  }
}

/** Only a parent that is busy can be asked again on the same connection. */
function busy(failure: Failure): Failure {
  if (failure.code === 'exhausted' || failure.code === 'conflict') return failure;
  throw failure;
}

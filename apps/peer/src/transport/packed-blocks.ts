import { Buffer } from 'node:buffer';
import { Failure } from '@damselfly/core';

/*
 * How the content of a piece travels when both ends are ours and the child asked for it packed: blocks of
 * `rawLength u32 | wireLength u32` and that many bytes, until the piece is whole. Equal lengths mean that the bytes
 * are as they are, otherwise they are one zstd frame.
 */

export const blockHeadLength = 8;
/** Content of a block at most. */
export const blockLength = 512 * 2 ** 10;

/** Writes a block's head to the start of `into`. */
export function writeBlockHead(into: Buffer, rawLength: number, wireLength: number): void {
  into.writeUInt32BE(rawLength, 0);
  into.writeUInt32BE(wireLength, 4);
}

/** Takes in the blocks of one piece. Like the receiver it serves, it knows no socket. */
export class PackedBlocks {
  readonly #into: Uint8Array;
  readonly #unpack: (from: Uint8Array, into: Uint8Array) => void;
  readonly #took: (bytes: Uint8Array) => void;
  readonly #head = Buffer.alloc(blockHeadLength);
  #headFilled = 0;
  /** Where a block's bytes are collected: its place in the piece, or aside until they are unpacked. */
  #block: Uint8Array | undefined;
  #blockFilled = 0;
  #aside: Buffer | undefined;
  #filled = 0;

  /** @param took hears of content in the order of the piece. */
  constructor(
    into: Uint8Array,
    unpack: (from: Uint8Array, into: Uint8Array) => void,
    took: (bytes: Uint8Array) => void,
  ) {
    this.#into = into;
    this.#unpack = unpack;
    this.#took = took;
  }

  get done(): boolean {
    return this.#filled === this.#into.length;
  }

  /** Where the next bytes go; not to be asked when `done`. */
  target(): Uint8Array {
    return this.#block === undefined ? this.#head.subarray(this.#headFilled) : this.#block.subarray(this.#blockFilled);
  }

  /** `count` bytes were put where `target` said. Throws `corrupt` when a block contradicts the piece or itself. */
  advance(count: number): void {
    if (this.#block === undefined) {
      this.#headFilled += count;
      if (this.#headFilled === blockHeadLength) this.#begin();
      return;
    }
    this.#blockFilled += count;
    if (this.#blockFilled === this.#block.length) this.#end(this.#block);
  }

  /** Takes in bytes that arrived elsewhere. */
  feed(bytes: Uint8Array): void {
    for (let rest = bytes; rest.length > 0; ) {
      if (this.done) throw new Failure('corrupt', 'more follows the last block of a piece');
      const target = this.target();
      const part = rest.subarray(0, target.length);
      target.set(part);
      rest = rest.subarray(part.length);
      this.advance(part.length);
    }
  }

  #begin(): void {
    const rawLength = this.#head.readUInt32BE(0);
    const wireLength = this.#head.readUInt32BE(4);
    const left = this.#into.length - this.#filled;
    if (rawLength < 1 || rawLength > Math.min(left, blockLength) || wireLength < 1 || wireLength > rawLength) {
      throw new Failure('corrupt', `a block of ${wireLength} for ${rawLength} bytes, where ${left} are missing`);
    }
    this.#blockFilled = 0;
    if (wireLength === rawLength) this.#block = this.#into.subarray(this.#filled, this.#filled + rawLength);
    else {
      this.#aside ??= Buffer.allocUnsafe(Math.min(blockLength, this.#into.length));
      this.#block = this.#aside.subarray(0, wireLength);
    }
  }

  #end(block: Uint8Array): void {
    const rawLength = this.#head.readUInt32BE(0);
    const place = this.#into.subarray(this.#filled, this.#filled + rawLength);
    if (block.length !== rawLength) this.#unpack(block, place);
    this.#filled += rawLength;
    this.#headFilled = 0;
    this.#block = undefined;
    this.#took(place);
  }
}

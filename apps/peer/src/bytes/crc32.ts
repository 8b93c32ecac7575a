import { createRequire } from 'node:module';
import { crc32 as zlibCrc32 } from 'node:zlib';

/** A checksum over `bytes`, continued from `previous` (0 to begin); unsigned 32 bits. */
export type Crc = (bytes: Uint8Array, previous?: number) => number;

interface Implementation {
  readonly crc32: Crc;
  readonly crc32c: Crc;
}

const implementation = load();

/** CRC-32 with the IEEE polynomial, the one of zlib and of pieces on the wire. */
export const crc32: Crc = implementation.crc32;
/** CRC-32 with the Castagnoli polynomial, which older Dragonfly clients announce under the same name. */
export const crc32c: Crc = implementation.crc32c;

/** The prebuilt binary is twice as fast as zlib but exists for common platforms only. */
function load(): Implementation {
  try {
    const native: { crc32: Crc; crc32c: Crc } = createRequire(import.meta.url)('@node-rs/crc32');
    return { crc32: native.crc32, crc32c: native.crc32c };
  } catch (cause) {
    if (!isMissing(cause)) throw cause;
    return portable;
  }
}

function isMissing(thrown: unknown): boolean {
  return (
    thrown instanceof Error && (/cannot find|failed to load|native binding/i.test(thrown.message) || 'code' in thrown)
  );
}

/** What is used where there is no prebuilt binary. */
export const portable: Implementation = {
  crc32: (bytes, previous = 0) => zlibCrc32(bytes, previous),
  crc32c: castagnoli(),
};

function castagnoli(): Crc {
  const reversedPolynomial = 0x82f63b78;
  const table = Uint32Array.from({ length: 256 }, (_, index) => {
    let value = index;
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ reversedPolynomial : value >>> 1;
    return value >>> 0;
  });
  return (bytes, previous = 0) => {
    let crc = ~previous;
    for (const byte of bytes) crc = (crc >>> 8) ^ (table[(crc ^ byte) & 0xff] ?? 0);
    return ~crc >>> 0;
  };
}

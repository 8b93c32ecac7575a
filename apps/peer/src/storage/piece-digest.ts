import { createHash } from 'node:crypto';
import { type Digest, type DigestAlgorithm, Failure, parseDigest } from '@damselfly/core';
import { type Crc, crc32, crc32c } from '../bytes/crc32.ts';
import type { PieceOrigin } from './store.ts';

/**
 * Throws `corrupt` when the bytes do not fit the announced digest. Older Dragonfly clients announce Castagnoli sums
 * under the name of the IEEE ones, so that is tried before a parent is blamed.
 */
export function checkPiece(number: number, bytes: Uint8Array, { digest = '', crc32: computed }: PieceOrigin): void {
  if (digest === '') return;
  const announced = readDigest(number, digest);
  const fits =
    announced.algorithm === 'crc32'
      ? Number(announced.value) === computed || Number(announced.value) === crc32c(bytes)
      : createHasher(announced.algorithm).update(bytes).value() === announced.value;
  if (!fits) throw new Failure('corrupt', `piece ${number} does not fit its digest ${digest}`);
}

function readDigest(number: number, digest: string): Digest {
  try {
    return parseDigest(digest);
  } catch (cause) {
    throw new Failure('corrupt', `piece ${number} came with "${digest.slice(0, 100)}", which is no digest`, { cause });
  }
}

/** Computes one digest over bytes that come in parts. */
export interface Hasher {
  update(bytes: Uint8Array): Hasher;
  /** As it stands behind the colon. Ends the computation. */
  value(): string;
}

export function createHasher(algorithm: DigestAlgorithm): Hasher {
  switch (algorithm) {
    case 'crc32':
      return crcHasher(crc32);
    case 'crc32c':
      return crcHasher(crc32c);
    case 'md5':
    case 'sha1':
    case 'sha256':
    case 'sha512': {
      const hash = createHash(algorithm);
      const hasher: Hasher = {
        update: (bytes) => {
          hash.update(bytes);
          return hasher;
        },
        value: () => hash.digest('hex'),
      };
      return hasher;
    }
    default:
      return algorithm satisfies never;
  }
}

function crcHasher(step: Crc): Hasher {
  let crc = 0;
  const hasher: Hasher = {
    update: (bytes) => {
      crc = step(bytes, crc);
      return hasher;
    },
    value: () => String(crc),
  };
  return hasher;
}

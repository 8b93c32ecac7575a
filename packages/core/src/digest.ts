import { Failure } from './failure.ts';

const patterns = {
  crc32: /^\d{1,10}$/,
  crc32c: /^\d{1,10}$/,
  md5: /^[0-9a-f]{32}$/,
  sha1: /^[0-9a-f]{40}$/,
  sha256: /^[0-9a-f]{64}$/,
  sha512: /^[0-9a-f]{128}$/,
} as const;

export type DigestAlgorithm = keyof typeof patterns;

/** A checksum with its algorithm. CRCs are decimal, everything else lowercase hex, as on Dragonfly's wire. */
export interface Digest {
  readonly algorithm: DigestAlgorithm;
  readonly value: string;
}

/** Parses `<algorithm>:<value>`. Throws `invalid` with the accepted forms. */
export function parseDigest(text: string): Digest {
  const [algorithm, value, ...rest] = text.split(':');
  if (
    rest.length === 0 &&
    isAlgorithm(algorithm) &&
    value !== undefined &&
    patterns[algorithm].test(value.toLowerCase())
  ) {
    return { algorithm, value: value.toLowerCase() };
  }
  throw new Failure(
    'invalid',
    `"${text}" is no digest; write sha256:<64 hex>, sha512:<128 hex>, md5:<32 hex> or crc32:<decimal>`,
  );
}

export const formatDigest = ({ algorithm, value }: Digest): string => `${algorithm}:${value}`;

function isAlgorithm(text: string | undefined): text is DigestAlgorithm {
  return text !== undefined && Object.hasOwn(patterns, text);
}

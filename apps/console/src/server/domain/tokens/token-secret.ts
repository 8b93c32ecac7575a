import { createHash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** Scanners of secrets know our tokens by it. */
const mark = 'dfly_';
const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** 32 bytes and a CRC-32 in base 62. */
const bodyLength = 43;
const sumLength = 6;

/** How many characters of a token are kept in clear, to tell tokens apart. */
const shownLength = 12;

export interface TokenSecret {
  /** Shown once: `dfly_`, 256 random bits, and a checksum that tells a token from a typing error. */
  readonly secret: string;
  readonly prefix: string;
  readonly hash: string;
}

export function newTokenSecret(): TokenSecret {
  const body = base62(BigInt(`0x${randomBytes(32).toString('hex')}`), bodyLength);
  const secret = mark + body + checksum(body);
  return { secret, prefix: secret.slice(0, shownLength), hash: tokenHash(secret) };
}

/** SHA-256, hex. The secret has 256 random bits: there is nothing to guess that salt or cost would slow. */
export const tokenHash = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** Whether a text can be a token of ours at all. */
export function looksLikeToken(text: string): boolean {
  if (!text.startsWith(mark) || text.length !== mark.length + bodyLength + sumLength) return false;
  const body = text.slice(mark.length, -sumLength);
  return checksum(body) === text.slice(-sumLength);
}

const checksum = (body: string): string => base62(BigInt(crc32(body)), sumLength);

function base62(value: bigint, length: number): string {
  let text = '';
  for (let rest = value; rest > 0n; rest /= 62n) text = digits[Number(rest % 62n)] + text;
  return text.padStart(length, '0');
}

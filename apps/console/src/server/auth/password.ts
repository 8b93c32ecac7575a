import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { Failure } from '@damselfly/core';
import type { PasswordHasher } from '../domain/accounts/accounts.ts';

/** OWASP's figures for scrypt: 128 MiB and about a third of a second each. */
const strong: ScryptOptions = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 2 ** 20 };
const keyBytes = 32;
/** Hashing takes memory; more than this at once waits. */
const atOnce = 2;
const maxWaiting = 64;

/**
 * Hashes with scrypt, `scrypt$N$r$p$salt$key`: the costs stand in each hash, so that they can grow later.
 * Throws `exhausted` when too many are waiting.
 */
export function scryptHasher(cost: ScryptOptions = strong): PasswordHasher {
  const inTurn = limited(atOnce, maxWaiting);
  const derive = (password: string, salt: Buffer, options: ScryptOptions) =>
    inTurn(
      () =>
        new Promise<Buffer>((resolve, reject) => {
          scrypt(password.normalize('NFKC'), salt, keyBytes, options, (error, key) =>
            error === null ? resolve(key) : reject(error),
          );
        }),
    );
  return {
    decoy: written(cost, randomBytes(16), randomBytes(keyBytes)),
    async hash(password) {
      const salt = randomBytes(16);
      const key = await derive(password, salt, cost);
      return written(cost, salt, key);
    },
    async verify(password, hash) {
      const [kind, n, r, p, salt, key] = hash.split('$');
      if (kind !== 'scrypt' || salt === undefined || key === undefined) {
        throw new Failure('internal', 'a password hash of an unknown kind is stored');
      }
      const options = { N: Number(n), r: Number(r), p: Number(p), maxmem: 256 * 2 ** 20 };
      const expected = Buffer.from(key, 'base64');
      const actual = await derive(password, Buffer.from(salt, 'base64'), options);
      return actual.length === expected.length && timingSafeEqual(actual, expected);
    },
  };
}

const written = ({ N, r, p }: ScryptOptions, salt: Buffer, key: Buffer): string =>
  ['scrypt', N, r, p, salt.toString('base64'), key.toString('base64')].join('$');

function limited(maxRunning: number, maxQueued: number) {
  const queue: (() => void)[] = [];
  let running = 0;
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= maxRunning) {
      if (queue.length >= maxQueued)
        throw new Failure('exhausted', 'Too many sign-ins at once. Try again in a moment.');
      await new Promise<void>((resolve) => queue.push(resolve));
    } else {
      running += 1;
    }
    try {
      return await work();
    } finally {
      const next = queue.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}

import { expect, test } from 'vitest';
import { looksLikeToken, newTokenSecret, tokenHash } from './token-secret.ts';

test('a token has its mark, a checksum, and no twin; only its beginning and its hash are for keeping', () => {
  const { secret, prefix, hash } = newTokenSecret();
  expect(secret).toMatch(/^dfly_[0-9A-Za-z]{49}$/);
  expect(looksLikeToken(secret)).toBe(true);
  expect(secret.startsWith(prefix) && prefix.length).toBe(12);
  expect(hash).toBe(tokenHash(secret));
  expect(newTokenSecret().secret).not.toBe(secret);
});

test('a typing error is none', () => {
  const { secret } = newTokenSecret();
  const other = secret.at(9) === 'x' ? 'y' : 'x';
  for (const wrong of ['', 'dfly_', secret.slice(1), `${secret}a`, secret.slice(0, 9) + other + secret.slice(10)]) {
    expect(looksLikeToken(wrong), wrong).toBe(false);
  }
});

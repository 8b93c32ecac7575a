import { expect, test } from 'vitest';
import { siphash24 } from './siphash.ts';

const rustString = (text: string) => Buffer.concat([Buffer.from(text), Buffer.from([0xff])]);

test.each([
  ['abcde', 0xf4cdb0a996a23a5en],
  ['01234', 0x6ac4ce6639948f89n],
  ['ffffe', 0x1a7e53882e21b75an],
])('hashes the text %s as Rust does', (text, hash) => {
  expect(siphash24(rustString(text))).toBe(hash);
});

test('an empty input has a hash of its own', () => {
  expect(siphash24(new Uint8Array())).toBe(0x1e924b9d737700d7n);
});

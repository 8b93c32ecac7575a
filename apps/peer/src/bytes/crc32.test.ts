import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { crc32, crc32c, portable } from './crc32.ts';

const check = Buffer.from('123456789');

test('the check values of both polynomials are the published ones', () => {
  expect(crc32(check)).toBe(0xcbf43926);
  expect(crc32c(check)).toBe(0xe3069283);
});

test('the portable implementation agrees with the native one, whole and in parts', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), fc.nat(400), (bytes, at) => {
      const [head, tail] = [bytes.subarray(0, at), bytes.subarray(at)];
      expect(portable.crc32(tail, portable.crc32(head))).toBe(crc32(bytes));
      expect(portable.crc32c(tail, portable.crc32c(head))).toBe(crc32c(bytes));
      expect(crc32(tail, crc32(head))).toBe(crc32(bytes));
    }),
  );
});

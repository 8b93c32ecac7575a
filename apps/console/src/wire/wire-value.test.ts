import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeValue, encodeValue } from './wire-value.ts';

const there = (value: unknown) => decodeValue(JSON.parse(JSON.stringify({ value: encodeValue(value) })));

test('what JSON cannot hold arrives as it was sent, at any depth', () => {
  const sent = {
    at: new Date(1_700_000_000_123),
    never: new Date(Number.NaN),
    size: 2n ** 70n,
    rates: [Number.NaN, Number.POSITIVE_INFINITY, -0.5, undefined, null],
    peers: new Map<unknown, unknown>([
      ['a', { parents: new Set(['b', 'c']) }],
      [7, [new Map()]],
    ]),
    $: 'map',
    inner: { $: { $: 1 } },
  };
  expect(there(sent)).toEqual({ value: sent });
});

test('any value of plain parts arrives as JSON would carry it', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(there(value)).toEqual({ value: JSON.parse(JSON.stringify(value)) });
    }),
  );
});

test('a key that is undefined is left out, and one named __proto__ sets no prototype', () => {
  expect(there({ a: undefined, b: 1 })).toStrictEqual({ value: { b: 1 } });
  const decoded = decodeValue(JSON.parse('{"__proto__":{"$":"set","value":[1]},"polluted":{"__proto__":{"x":1}}}'));
  expect(Object.getPrototypeOf(decoded)).toBe(Object.prototype);
  expect('x' in {}).toBe(false);
});

test('a kind that nobody knows is refused', () => {
  expect(() => decodeValue({ $: 'regexp', value: 'a' })).toThrow('unknown kind regexp');
  expect(() => decodeValue({ $: 'set', value: 3 })).toThrow('no list');
});

import { expect, test } from 'vitest';
import { readCurrency, readPrice } from './price.ts';

test.each([
  ['0.05', 0.05],
  [' 0,12 ', 0.12],
  ['1000', 1000],
  ['1001', undefined],
  ['free', undefined],
  ['', undefined],
  ['-1', undefined],
])('a price written %j is %j', (text, price) => expect(readPrice(text)).toBe(price));

test('a currency is three letters, in any case', () => {
  expect(readCurrency(' eur ')).toBe('EUR');
  expect(readCurrency('€')).toBeUndefined();
});

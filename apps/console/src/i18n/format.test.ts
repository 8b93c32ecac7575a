import { expect, test } from 'vitest';
import { formatFor } from './format.ts';

const en = formatFor('en');
const zh = formatFor('zh');

test.each([
  [0, '0%'],
  [0.0342, '3.4%'],
  [0.9705, '97.0%'],
  [0.9999, '99.9%'],
  [0.00001, '0.1%'],
  [1, '100%'],
])('a share of %f reads %s: whole only when it is, begun as soon as it is', (share, text) => {
  expect(en.percent(share)).toBe(text);
});

test.each([
  [0, 'just now', '刚刚'],
  [4_999, 'just now', '刚刚'],
  [40_000, '40s ago', '40秒前'],
  [200_000, '3m ago', '3分钟前'],
  [5 * 3_600_000, '5h ago', '5小时前'],
  [50 * 3_600_000, '2d ago', '2天前'],
])('%i ms ago reads %s and %s', (elapsedMs, english, chinese) => {
  expect(en.since(1000, 1000 + elapsedMs)).toBe(english);
  expect(zh.since(1000, 1000 + elapsedMs)).toBe(chinese);
});

test.each([
  [850, '850ms', '850ms'],
  [12_340, '12.3s', '12.3秒'],
  [245_000, '4m 5s', '4分钟 5秒'],
  [7_500_000, '2h 5m', '2小时 5分钟'],
  [86_400_000, '1d', '1天'],
])('a duration of %i ms reads %s and %s', (ms, english, chinese) => {
  expect(en.duration(ms)).toBe(english);
  expect(zh.duration(ms)).toBe(chinese);
});

test('numbers, sizes, money and lists follow the language', () => {
  expect(en.number(1234567.891)).toBe('1,234,567.89');
  expect(en.bytes(1.5 * 2 ** 30)).toBe('1.50 GiB');
  expect(zh.rate(2 ** 20)).toBe('1.00 MiB/s');
  expect(en.money(1234.5, 'USD')).toBe('$1,234.50');
  expect(zh.money(1234.5, 'USD')).toBe('US$1,234.50');
  expect(en.list(['a', 'b', 'c'])).toBe('a, b, and c');
  expect(zh.list(['a', 'b', 'c'])).toBe('a、b和c');
});

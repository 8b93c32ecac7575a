import { expect, test } from 'vitest';
import { compilePattern } from './pattern.ts';

test('a pattern is searched for anywhere, with the flags it begins with', () => {
  expect(compilePattern('(?i)^gpu-[0-9]+$')?.test('GPU-17')).toBe(true);
  expect(compilePattern('registry')?.test('https://my.registry/v2')).toBe(true);
  expect(compilePattern('^registry')?.test('https://my.registry/v2')).toBe(false);
});

test.each(['(?=a)', '(a)\\1', 'a'.repeat(2000), '[', '(a'])('what is no pattern of RE2 is none: %s', (text) =>
  expect(compilePattern(text)).toBeUndefined(),
);

test('a pattern made to take for ever answers', () => {
  expect(compilePattern('(a+)+$')?.test(`${'a'.repeat(2000)}b`)).toBe(false);
});

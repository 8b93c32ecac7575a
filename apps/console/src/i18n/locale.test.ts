import { expect, test } from 'vitest';
import { pickLocale } from './locale.ts';

test.each([
  ['zh', 'en', 'zh'],
  ['en', 'zh-CN', 'en'],
  [undefined, 'zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
  [undefined, 'fr, en;q=0.5, zh;q=0.7', 'zh'],
  [undefined, 'zh;q=0, en', 'en'],
  [undefined, 'fr-CH', 'en'],
  [undefined, null, 'en'],
  ['klingon', 'zh-TW', 'zh'],
  [undefined, ';;;q=,,', 'en'],
] as const)('with %s chosen and a browser that asks for %s, the console speaks %s', (chosen, accept, locale) => {
  expect(pickLocale(chosen, accept)).toBe(locale);
});

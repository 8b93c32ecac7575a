import { expect, test } from 'vitest';
import { contentOf, partName } from './preheat.ts';

test('a preheat is called by its image, or its first file and the number of others', () => {
  expect(contentOf({ args: { url: 'nginx:1.27' } })).toBe('nginx:1.27');
  expect(contentOf({ args: { urls: ['http://o/a', 'http://o/b', 'http://o/c'] } })).toBe('http://o/a +2');
  expect(contentOf({ args: {} })).toBe('');
});

test.each([
  [`https://r.io/v2/a/blobs/sha256:${'ab'.repeat(32)}`, 'abababababab'],
  ['https://o.io/models/weights.bin?token=1', 'weights.bin'],
  ['https://o.io/', 'o.io'],
])('%s is part %s', (url, name) => expect(partName(url)).toBe(name));

import { describe, expect, test } from 'vitest';
import { standardTaskId, type TaskIdentity } from './task-id.ts';

// Vectors of Dragonfly's Rust client.
const vectors: [string, Partial<TaskIdentity>, string][] = [
  [
    'all parts',
    { pieceLength: 1024, tag: 'foo', application: 'bar', revision: 'v1.0' },
    '5844f27a257287e9b734256bb25603d8005422ced8c0377f15063ec11963b25f',
  ],
  [
    'tag and application',
    { tag: 'foo', application: 'bar' },
    '06408fbf247ddaca478f8cb9565fe5591c28efd0994b8fea80a6a87d3203c5ca',
  ],
  ['piece length', { pieceLength: 1024 }, '9f7c9aafbc6f30f8f41a96ca77eeae80c5b60964b3034b0ee43ccf7b2f9e52b8'],
  [
    'filtered parameters',
    { url: 'https://example.com?foo=foo&bar=bar', filteredQueryParams: ['foo', 'bar'] },
    '457b4328cde278e422c9e243f7bfd1e97f511fec43a80f535cf6b0ef6b086776',
  ],
  ['revision', { revision: 'v1.0' }, 'b171331534b80e0bf91da38ebbfcdbf4d177898f4b9beac44f14733e3f004d4e'],
  ['content', { content: 'This is a test file' }, 'e2d0fe1585a63ec6009c8016ff8dda8b17719a637405a4e23c0ff81339148249'],
];

describe('standardTaskId', () => {
  test.each(vectors)('equals the vector of the Rust client: %s', (_, parts, id) => {
    expect(standardTaskId({ url: 'https://example.com', filteredQueryParams: [], ...parts })).toBe(id);
  });

  test('names a sha256 blob by its digest, and a sha512 blob by its URL', () => {
    const hex = 'ab'.repeat(32);
    const id = (digest: string) =>
      standardTaskId({
        url: `https://r.io/v2/a/b/blobs/${digest}?ns=x`,
        filteredQueryParams: ['ns'],
        blobDigest: true,
      });
    expect(id(`sha256:${hex}`)).toBe(hex);
    expect(id(`sha512:${hex}${hex}`)).toHaveLength(64);
  });
});

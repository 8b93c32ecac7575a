import { expect, test } from 'vitest';
import { fitsGlob } from './glob.ts';
import { pushesOf } from './push.ts';

test.each([
  ['library/*', 'library/app', true],
  ['library/*', 'library/team/app', false],
  ['library/**', 'library/team/app', true],
  ['**/app', 'a/b/app', true],
  ['v?.*', 'v1.2', true],
  ['v?', 'v12', false],
  ['', '', true],
  ['a', 'ab', false],
])('%s fits %s: %s', (glob, name, fits) => {
  expect(fitsGlob(glob, name)).toBe(fits);
});

test('a glob of stars takes no time to speak of', () => {
  expect(fitsGlob(`${'*a'.repeat(60)}b`, 'a'.repeat(4000))).toBe(false);
});

test('pushes are read from what Harbor, the distribution registry and Kraken’s driver send', () => {
  const harbor = {
    type: 'PUSH_ARTIFACT',
    occur_at: 1,
    event_data: {
      resources: [{ digest: 'sha256:1', tag: 'v1', resource_url: 'harbor.test/library/app:v1' }],
      repository: { repo_full_name: 'library/app', name: 'app' },
    },
  };
  expect(pushesOf('harbor', harbor)).toEqual([
    { repository: 'library/app', tag: 'v1', image: 'harbor.test/library/app:v1', id: '1 sha256:1' },
  ]);
  expect(pushesOf('harbor', { ...harbor, type: 'DELETE_ARTIFACT' })).toEqual([]);
  const url = 'https://r.test/v2/library/app/manifests/sha256:1';
  const target = { mediaType: 'm', digest: 'sha256:1', repository: 'library/app', url, tag: 'v1' };
  const push = { repository: 'library/app', tag: 'v1', image: url, id: 'e sha256:1' };
  const blob = { ...target, url: 'https://r.test/v2/library/app/blobs/sha256:2' };
  const events = [
    { id: 'e', action: 'push', target },
    { id: 'f', action: 'pull', target },
    { id: 'g', action: 'push', target: blob },
  ];
  expect(pushesOf('oci', { events })).toEqual([push]);
  const big = { MediaType: 'm', Digest: 'sha256:1', Repository: 'library/app', Url: url, Tag: 'v1' };
  expect(pushesOf('kraken', { Events: [{ Id: 'e', Action: 'push', Target: big, Request: null }] })).toEqual([push]);
});

test('what is no notification is refused', () => {
  expect(() => pushesOf('oci', { events: [{ action: 'push' }] })).toThrow(/target/);
  expect(() => pushesOf('harbor', [])).toThrow();
});

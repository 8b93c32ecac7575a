import { expect, test } from 'vitest';
import { emptyPreheat, preheatCall, preheatRequest, valuesOf } from './preheat-form.ts';

const wrongFields = (change: object) =>
  preheatRequest.safeParse({ ...emptyPreheat, ...change }).error?.issues.map(({ path }) => path.join('.')) ?? [];

test('an image needs its name, files need URLs', () => {
  expect(wrongFields({})).toEqual(['image']);
  expect(wrongFields({ image: 'nginx:1.27' })).toEqual([]);
  expect(wrongFields({ kind: 'file' })).toEqual(['files']);
  expect(wrongFields({ kind: 'file', files: 'http://o/a\nnonsense' })).toEqual(['files']);
  expect(wrongFields({ image: 'nginx', count: '500' })).toEqual(['count']);
});

test('the request has what was filled in and nothing else', () => {
  const image = { ...emptyPreheat, image: ' nginx:1.27 ', scope: 'all_peers', count: '3', clusterIds: ['2'] };
  expect(preheatRequest.parse(image)).toEqual({
    ...{ bio: '', clusterIds: [2], args: { type: 'image', url: 'nginx:1.27', scope: 'all_peers', count: 3 } },
  });
  const files = { ...emptyPreheat, kind: 'file', files: 'http://o/a\n\n http://o/b ', platform: 'linux/arm64' };
  expect(preheatRequest.parse(files).args).toEqual({
    ...{ type: 'file', urls: ['http://o/a', 'http://o/b'], scope: 'single_seed_peer' },
  });
});

test('the terminal’s form of a request holds no password', () => {
  const request = { bio: '', args: { type: 'image', url: 'a', username: 'u', password: 'hunter2' } };
  expect(JSON.stringify(preheatCall(request))).not.toContain('hunter2');
});

test('a preheat that was made fills the form that makes it again, without its secrets', () => {
  const image = { ...emptyPreheat, image: 'nginx:1.27', platform: 'linux/arm64', bio: 'b', clusterIds: ['2'] };
  const files = {
    ...emptyPreheat,
    kind: 'file' as const,
    files: 'http://o/a\nhttp://o/b',
    scope: 'all_peers' as const,
  };
  for (const values of [image, { ...files, count: '3' }]) {
    const { args, bio, clusterIds = [] } = preheatRequest.parse({ ...values, username: 'u', password: 'p' });
    expect(valuesOf({ args, bio: bio ?? '', clusters: clusterIds.map((id) => ({ id })) })).toEqual(values);
  }
});

import { expect, test } from 'vitest';
import { manifestUrl, parseImageReference, parseManifestUrl } from './image-reference.ts';

test.each([
  ['alpine', 'https://index.docker.io/v2/library/alpine/manifests/latest'],
  ['docker.io/library/alpine:3.19', 'https://index.docker.io/v2/library/alpine/manifests/3.19'],
  ['team/app:v1', 'https://index.docker.io/v2/team/app/manifests/v1'],
  ['registry.test:5000/a/b/c:v1', 'https://registry.test:5000/v2/a/b/c/manifests/v1'],
  ['127.0.0.1:5000/app', 'http://127.0.0.1:5000/v2/app/manifests/latest'],
  [`localhost/app@sha256:${'a'.repeat(64)}`, `http://localhost/v2/app/manifests/sha256:${'a'.repeat(64)}`],
])('%s is %s', (text, url) => {
  const image = parseImageReference(text);
  expect(manifestUrl(image)).toBe(url);
  expect(parseManifestUrl(url)).toEqual(image);
});

test.each(['', 'UPPER/case', 'a b', '../x', 'host.test/../x', 'app:', `app@sha256:${'g'.repeat(64)}`])(
  'no image: "%s"',
  (text) => expect(() => parseImageReference(text)).toThrow(expect.objectContaining({ code: 'invalid' })),
);

test.each([
  'https://registry.test/v2/app/blobs/x',
  'ftp://registry.test/v2/app/manifests/x',
  'https://user:secret@registry.test/v2/app/manifests/x',
  'https://registry.test/v2/%2e%2e/manifests/x',
  'https://registry.test/v2/%/manifests/x',
  'nonsense',
])('no manifest URL: %s', (text) =>
  expect(() => parseManifestUrl(text)).toThrow(expect.objectContaining({ code: 'invalid' })),
);

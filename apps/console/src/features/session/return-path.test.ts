import { expect, test } from 'vitest';
import { returnPath } from './return-path.ts';

const origin = 'http://console.example:8080';

test('a path of this site is kept with its query and fragment', () => {
  expect(returnPath('/tasks?q=llama&state=running#top', origin)).toBe('/tasks?q=llama&state=running#top');
});

test.each([
  '//evil.example/x',
  '/\\evil.example',
  'https://evil.example',
  'javascript:alert(1)',
  '/sign-in?to=/x',
  '',
  null,
])('signing in never leads to %s', (wanted) => {
  expect(returnPath(wanted, origin)).toBe('/');
});

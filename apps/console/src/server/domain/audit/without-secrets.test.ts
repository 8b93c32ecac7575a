import { expect, test } from 'vitest';
import { cleanText, withoutSecrets } from './without-secrets.ts';

test('values under secret names are blanked at any depth, others stay', () => {
  const clean = withoutSecrets({
    name: 'x',
    passwordHash: 'h1',
    clientSecret: 'h2',
    nested: [{ Authorization: 'h3', headers: { cookie: 'h4', accept: '*/*' } }],
    secretCipher: 'h5',
    private_key: 'h6',
    accessToken: 'h7',
    tokenId: 7,
    token: 'h8',
    sessionId: 'h9',
  });
  expect(JSON.stringify(clean)).not.toMatch(/h\d/);
  expect(clean).toMatchObject({ name: 'x', tokenId: 7, nested: [{ headers: { accept: '*/*' } }] });
});

test('secrets in texts are blanked whatever the field is called', () => {
  expect(cleanText('see dfly_abcDEF123 there')).toBe('see dfly_[secret] there');
  expect(cleanText('Authorization: Bearer abc.def-1')).toBe('Authorization: Bearer [secret]');
  expect(cleanText('https://user:hunter2@host/v2/')).toBe('https://[secret]@host/v2/');
  expect(cleanText('http://h/f?x=1&X-Amz-Signature=hunter2&y=2')).toBe('http://h/f?x=1&X-Amz-Signature=[secret]&y=2');
});

test('what is too long, too deep or no JSON is bounded, and fits the database', () => {
  const deep: Record<string, unknown> = {};
  deep.self = deep;
  expect(JSON.stringify(withoutSecrets({ deep, long: 'x'.repeat(1e6), many: Array(1e5).fill(1) })).length).toBeLessThan(
    4000,
  );
  expect(withoutSecrets({ at: new Date(0), n: 10n, f: () => 1, u: undefined, bad: Number.NaN })).toEqual({
    at: '1970-01-01T00:00:00.000Z',
    n: '10',
    f: null,
    bad: null,
  });
  expect(cleanText('a\0b\ud800c')).toBe('ab\ufffdc');
});

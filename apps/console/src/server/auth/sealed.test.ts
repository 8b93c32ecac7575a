import { expect, test } from 'vitest';
import { createSealer } from './sealed.ts';

const [one, two] = ['a'.repeat(32), 'b'.repeat(32)] as const;

test('what was sealed opens again, reads like nothing, and no two are alike', () => {
  const sealer = createSealer([one]);
  const sealed = sealer.seal('hünter2', 'registry-credential');
  expect(sealed).toMatch(/^v1\.[\w-]{8}\.[\w-]{16}\.[\w-]+$/);
  expect(sealer.open(sealed, 'registry-credential')).toBe('hünter2');
  expect(sealer.seal('hünter2', 'registry-credential')).not.toBe(sealed);
  expect(sealer.open(sealer.seal('', 'x'), 'x')).toBe('');
});

test('a changed letter, another purpose and another key open nothing, and the secret is not in the sentence', () => {
  const sealer = createSealer([one]);
  const sealed = sealer.seal('hunter2', 'webhook');
  const changed = sealed.slice(0, -1) + (sealed.endsWith('A') ? 'B' : 'A');
  const short = sealed.slice(0, sealed.lastIndexOf('.') + 5);
  for (const wrong of [changed, short, 'hunter2', '']) expect(() => sealer.open(wrong, 'webhook')).toThrow(/webhook/);
  expect(() => sealer.open(sealed, 'registry-credential')).toThrow(/changed/);
  expect(() => createSealer([two]).open(sealed, 'webhook')).toThrow(/auth\.keys/);
});

test('a new key seals, the old one still opens, and what it sealed is known to be outdated', () => {
  const old = createSealer([one]).seal('hunter2', 'webhook');
  const sealer = createSealer([two, one]);
  expect(sealer.open(old, 'webhook')).toBe('hunter2');
  expect(sealer.isOutdated(old)).toBe(true);
  expect(sealer.isOutdated(sealer.seal('hunter2', 'webhook'))).toBe(false);
});

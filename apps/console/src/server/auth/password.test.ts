import { expect, test } from 'vitest';
import { scryptHasher } from './password.ts';

const hasher = scryptHasher({ N: 16, r: 1, p: 1 });

test('a password verifies against its hash, another does not, and no two hashes are alike', async () => {
  const [one, two] = [await hasher.hash('secret'), await hasher.hash('secret')];
  expect(one).not.toBe(two);
  expect(await hasher.verify('secret', one)).toBe(true);
  expect(await hasher.verify('Secret', one)).toBe(false);
});

test('a hash of other costs verifies still', async () => {
  const older = await scryptHasher({ N: 4, r: 1, p: 1 }).hash('secret');
  expect(await hasher.verify('secret', older)).toBe(true);
});

test('a letter and its composed form are the same password', async () => {
  expect(await hasher.verify('caf\u00e9', await hasher.hash('cafe\u0301'))).toBe(true);
});

test('too many at once are refused, and the rest get through', async () => {
  const outcomes = await Promise.allSettled(Array.from({ length: 70 }, () => hasher.hash('secret')));
  const refused = outcomes.filter(({ status }) => status === 'rejected');
  expect(refused).toHaveLength(4);
  expect(await hasher.hash('secret')).toMatch(/^scrypt\$16\$1\$1\$/);
});

test('nothing fits the decoy', async () => {
  expect(await hasher.verify('', hasher.decoy)).toBe(false);
});

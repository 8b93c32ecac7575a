import { expect, test } from 'vitest';
import { demandGoodPassword } from './password-policy.ts';

test.each([
  ['too short', 'short-one'],
  ['too long', `${'long-'.repeat(26)}`],
  ['of a few characters over and over', 'abababababab'],
  ['with the name in it', 'xx-Somebody-xx'],
])('a password that is %s is refused with the name of the field', (_, password) => {
  expect(() => demandGoodPassword(password, 'somebody', 'next')).toThrow(/^next: must/);
});

test('a long password of other words is good', () => {
  expect(() => demandGoodPassword('correct horse battery', 'somebody')).not.toThrow();
});

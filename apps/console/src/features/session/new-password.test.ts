import { expect, test } from 'vitest';
import { passwordProblems } from './new-password.ts';

test('a short password, the old one and a mistyped repetition are each refused at their field', () => {
  expect(passwordProblems({ current: 'old-password', next: 'short', repeated: 'short' }).next).toBe('tooShort');
  const same = { current: 'old-password', next: 'old-password', repeated: 'old-password' };
  expect(passwordProblems(same).next).toBe('same');
  const typo = { current: 'old-password', next: 'new-password-1', repeated: 'new-password-2' };
  expect(passwordProblems(typo).repeated).toBe('differ');
  expect(passwordProblems({ ...typo, repeated: typo.next })).toEqual({});
});

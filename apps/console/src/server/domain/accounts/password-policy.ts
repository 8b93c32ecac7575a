import { Failure } from '@damselfly/core';

export const minPasswordLength = 10;
/** Bounds the work of hashing. */
export const maxPasswordLength = 128;
const minDifferentCharacters = 5;

/**
 * What every new password must be, wherever it is chosen: 10 to 128 characters, five of them different, and not the user's
 * name. Throws `invalid` with the name of the field.
 */
export function demandGoodPassword(password: string, userName: string, field = 'password'): void {
  const problem = problemOf(password, userName);
  if (problem !== undefined) throw new Failure('invalid', `${field}: ${problem}`);
}

function problemOf(password: string, userName: string): string | undefined {
  if (password.length < minPasswordLength || password.length > maxPasswordLength)
    return `must have ${minPasswordLength} to ${maxPasswordLength} characters`;
  if (new Set(password).size < minDifferentCharacters)
    return `must have at least ${minDifferentCharacters} different characters`;
  if (password.toLowerCase().includes(userName.toLowerCase()) && userName.length > 2)
    return 'must not contain the user name';
  return undefined;
}

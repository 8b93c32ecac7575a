import { randomBytes } from 'node:crypto';
import { Failure } from '@damselfly/core';
import { type Database, firstBoot } from '@damselfly/db';
import { maxPasswordLength, minPasswordLength, type PasswordHasher } from './server/domain/accounts/accounts.ts';

/** Told to the person at the terminal once, and never written to a log. */
export interface OneTimePassword {
  readonly name: string;
  readonly oneTimePassword: string;
}

/**
 * Fills a new database. `root` gets `chosenPassword`, or one made up that must be changed at the first sign-in; only then
 * is there something to tell.
 */
export async function createFirstAdministrator(
  { client }: Pick<Database, 'client'>,
  hasher: PasswordHasher,
  chosenPassword: string | undefined,
): Promise<OneTimePassword | undefined> {
  if (
    chosenPassword !== undefined &&
    (chosenPassword.length < minPasswordLength || chosenPassword.length > maxPasswordLength)
  ) {
    throw new Failure(
      'invalid',
      `DAMSELFLY_ROOT_PASSWORD must have ${minPasswordLength} to ${maxPasswordLength} characters`,
    );
  }
  const made = readablePassword();
  const outcome = await firstBoot(client, async () => ({
    passwordHash: await hasher.hash(chosenPassword ?? made),
    mustChangePassword: chosenPassword === undefined,
  }));
  return outcome === 'created' && chosenPassword === undefined ? { name: 'root', oneTimePassword: made } : undefined;
}

/** 32 letters and digits that are hard to confuse, five bits each: twenty of them are 100 bits. */
const letters = 'abcdefghijkmnpqrstuvwxyz23456789';

function readablePassword(): string {
  const text = Array.from(randomBytes(20), (byte) => letters[byte & 31] ?? '').join('');
  return text.match(/.{5}/g)?.join('-') ?? text;
}

import { randomBytes } from 'node:crypto';
import { type Database, firstBoot } from '@damselfly/db';
import type { PasswordHasher } from './server/domain/accounts/accounts.ts';
import { demandGoodPassword } from './server/domain/accounts/password-policy.ts';
import { readablePassword } from './server/domain/accounts/readable-password.ts';

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
  if (chosenPassword !== undefined) demandGoodPassword(chosenPassword, 'root', 'DAMSELFLY_ROOT_PASSWORD');
  const made = readablePassword(randomBytes(20));
  const outcome = await firstBoot(client, async () => ({
    passwordHash: await hasher.hash(chosenPassword ?? made),
    mustChangePassword: chosenPassword === undefined,
  }));
  return outcome === 'created' && chosenPassword === undefined ? { name: 'root', oneTimePassword: made } : undefined;
}

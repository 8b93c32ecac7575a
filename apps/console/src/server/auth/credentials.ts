import { Failure } from '@damselfly/core';
import type { Log } from '@damselfly/core/node';
import { z } from 'zod';
import type { Client } from '../domain/access/client.ts';
import type { Accounts, Elsewhere, SignedIn } from '../domain/accounts/accounts.ts';
import { maxPasswordLength } from '../domain/accounts/password-policy.ts';
import type { SignUp } from '../domain/accounts/sign-up.ts';

const credentials = z.object({
  name: z
    .string()
    .trim()
    .regex(/^[^\0]{1,64}$/),
  password: z.string().min(1).max(maxPasswordLength),
});

/** What the sign-in form posts, unchecked, and from where. */
export interface SignInForm {
  readonly fields: unknown;
  readonly client: Client;
}

/** A refusal is data, not an error: errors lose their class on the way into Next. Its text is for people. */
export type SignInResult = ({ readonly ok: true } & SignedIn) | { readonly ok: false; readonly message: string };

/** Checks a sign-in form; says why not, without saying which part was wrong. */
export async function checkSignIn(
  {
    accounts,
    log,
    elsewhere,
  }: { readonly accounts: Pick<Accounts, 'signIn'>; readonly log: Log; readonly elsewhere?: Elsewhere | undefined },
  { fields, client }: SignInForm,
): Promise<SignInResult> {
  const form = credentials.safeParse(fields);
  if (!form.success) return { ok: false, message: 'Wrong name or password.' };
  try {
    return { ok: true, ...(await accounts.signIn(form.data.name, form.data.password, client, elsewhere)) };
  } catch (thrown) {
    return refusal(Failure.from(thrown), log);
  }
}

/** Makes the account that a sign-up form asks for, and lets its owner in; says why not. */
export async function makeAccount(
  { signUp, log }: { readonly signUp: Pick<SignUp, 'enter'>; readonly log: Log },
  { fields, client }: SignInForm,
): Promise<SignInResult> {
  try {
    return { ok: true, ...(await signUp.enter(fields, client)) };
  } catch (thrown) {
    return refusal(Failure.from(thrown), log);
  }
}

/** Why somebody stays out, in words for them; what broke inside is for the log. */
export function refusal(failure: Failure, log: Log): SignInResult {
  if (failure.code !== 'internal') return { ok: false, message: failure.message };
  log.error({ err: failure.cause ?? failure }, 'a sign-in failed');
  return { ok: false, message: 'Internal error. The log says more.' };
}

import { Failure } from '@damselfly/core';
import type { Log } from '@damselfly/core/node';
import { z } from 'zod';
import type { Client } from '../domain/access/client.ts';
import type { Identities } from '../domain/identities/identities.ts';
import { refusal, type SignInResult } from './credentials.ts';

const text = z.string().trim().min(1).max(320).optional().catch(undefined);
const standard = z.object({
  sub: z.string().min(1).max(512),
  preferred_username: text,
  name: text,
  email: text,
  email_verified: z.boolean().optional().catch(undefined),
});
const maxGroups = 1000;

/** A provider's verified claims about somebody, and from where they come. */
export interface ProviderEntry {
  readonly provider: string;
  readonly claims: unknown;
  readonly client: Client;
}

/** Lets in whom a provider vouches for; says why not, for people. */
export async function enterByProvider(
  { identities, log }: { readonly identities: Identities; readonly log: Log },
  { provider, claims, client }: ProviderEntry,
): Promise<SignInResult> {
  try {
    const asked = (await identities.ready()).find(({ name }) => name === provider);
    const { sub, preferred_username, name, email, email_verified } = standard.parse(claims);
    const groups = groupsIn(claims, asked?.settings.groupsClaim ?? 'groups');
    const signedIn = await identities.enter(
      provider,
      {
        subject: sub,
        name: preferred_username,
        displayName: name,
        email: email_verified === false ? undefined : email?.toLowerCase(),
        groups,
      },
      client,
    );
    return { ok: true, ...signedIn };
  } catch (thrown) {
    return refusal(Failure.from(thrown), log);
  }
}

/** The groups that a claim names: a list of texts, or one text. */
function groupsIn(claims: unknown, claim: string): readonly string[] {
  const all = z.record(z.string(), z.unknown()).safeParse(claims);
  const value = all.success ? all.data[claim] : undefined;
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string').slice(0, maxGroups) : [];
}

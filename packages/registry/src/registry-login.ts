import { Failure } from '@damselfly/core';
import { z } from 'zod';
import { parseChallenge } from './challenge.ts';
import type { Registry } from './registry.ts';

/** A user of a registry. */
export interface RegistryUser {
  readonly username: string;
  readonly password: string;
}

const tokenLimitBytes = 64 * 1024;
const tokenAnswer = z.object({ token: z.string().optional(), access_token: z.string().optional() });

const basic = ({ username, password }: RegistryUser) =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;

/** The `Authorization` a registry's challenge asks for, to pull from `repository`. */
export async function login(
  registry: Registry,
  challenge: string | undefined,
  { origin, repository, user }: { origin: string; repository: string; user: RegistryUser | undefined },
  signal: AbortSignal,
): Promise<string> {
  const wanted = parseChallenge(challenge);
  if (wanted.scheme === 'basic') {
    if (user === undefined) throw new Failure('unauthenticated', 'the registry wants a username and a password');
    return basic(user);
  }
  const realm = new URL(wanted.realm);
  if (realm.protocol !== 'https:' && !(realm.protocol === 'http:' && origin.startsWith('http:'))) {
    throw new Failure('origin', `the registry sends its users to ${realm.protocol}//${realm.host}, which is not safe`);
  }
  if (wanted.service !== undefined) realm.searchParams.set('service', wanted.service);
  realm.searchParams.set('scope', wanted.scope ?? `repository:${repository}:pull`);
  const header = { accept: 'application/json', ...(user && { authorization: basic(user) }) };
  const answer = await registry.get(realm.toString(), { header, limitBytes: tokenLimitBytes }, signal);
  if (answer.status === 401 || answer.status === 403) {
    throw new Failure('unauthenticated', `${realm.host} refuses the login (${answer.status}); check user and password`);
  }
  const token = answer.status === 200 ? tokenOf(answer.body) : undefined;
  if (token === undefined) throw new Failure('origin', `${realm.host} gave no token (${answer.status})`);
  return `Bearer ${token}`;
}

function tokenOf(body: Uint8Array): string | undefined {
  try {
    const { token, access_token: accessToken } = tokenAnswer.parse(JSON.parse(new TextDecoder().decode(body)));
    return token || accessToken;
  } catch (cause) {
    throw new Failure('origin', 'the token service sent no token', { cause });
  }
}

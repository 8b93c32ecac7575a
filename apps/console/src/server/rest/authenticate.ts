import type { IncomingHttpHeaders } from 'node:http';
import type { Client } from '../domain/access/client.ts';
import type { Viewer } from '../domain/accounts/viewer.ts';

export interface AuthenticateNeeds {
  readonly session: (cookieHeader: string | null, from: Client) => Promise<Viewer | undefined>;
  /** Throws for a token that is unknown, inactive or expired. */
  readonly token: (secret: string, from: Client) => Promise<Viewer>;
}

/** Headers that hold a token and nothing else, for callers that can set a header of their own. */
const tokenHeaders = ['x-damselfly-token', 'x-api-key', 'x-auth-token', 'private-token'] as const;

/**
 * The token of a request: `access_token` first, as Dragonfly has it, then `Authorization` (Bearer; Basic with the token as
 * password; or the token alone), then a header of its own.
 */
export function tokenOf(headers: IncomingHttpHeaders, url: URL): string | undefined {
  const asked = url.searchParams.get('access_token');
  if (asked) return asked;
  const [scheme = '', value, ...rest] = (headers.authorization ?? '').trim().split(/\s+/);
  if (rest.length === 0 && value !== undefined) {
    if (scheme.toLowerCase() === 'bearer') return value;
    if (scheme.toLowerCase() === 'basic') return passwordOf(value);
  }
  if (scheme !== '' && value === undefined) return scheme;
  for (const name of tokenHeaders) {
    const alone = headers[name];
    if (typeof alone === 'string' && alone !== '') return alone;
  }
  return undefined;
}

function passwordOf(basic: string): string | undefined {
  const text = Buffer.from(basic, 'base64').toString('utf8');
  return text.includes(':') ? text.slice(text.indexOf(':') + 1) : undefined;
}

/** Who sends a request; nobody when it names nobody. */
export async function authenticate(
  { session, token }: AuthenticateNeeds,
  headers: IncomingHttpHeaders,
  url: URL,
  from: Client,
): Promise<Viewer | undefined> {
  const secret = tokenOf(headers, url);
  return secret === undefined ? session(headers.cookie ?? null, from) : token(secret, from);
}

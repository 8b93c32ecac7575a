import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '../../server/trpc/router.ts';
import type { StateTone } from '../../ui/state-pill.tsx';
import { type ApiCall, curlOf, yamlOf } from '../../ui/twin-text.ts';

type Tokens = inferRouterOutputs<AppRouter>['tokens'];
export type Token = Tokens['list'][number];
export type MadeToken = Tokens['create'];
export type NewToken = inferRouterInputs<AppRouter>['tokens']['create'];
export type Scope = NewToken['scopes'][number];

const dayMs = 24 * 3600e3;
/** It is time to think of the next one. */
const soonMs = 7 * dayMs;

export type TokenState = 'active' | 'ending' | 'expired' | 'revoked';

export const toneOf: Readonly<Record<TokenState, StateTone>> = {
  active: 'done',
  ending: 'waiting',
  expired: 'failed',
  revoked: 'unknown',
};

/** What a token is worth at a moment. */
export function stateOf({ state, expiresAt }: Pick<Token, 'state' | 'expiresAt'>, nowMs: number): TokenState {
  if (state === 'revoked') return 'revoked';
  const leftMs = expiresAt.getTime() - nowMs;
  return leftMs <= 0 ? 'expired' : leftMs <= soonMs ? 'ending' : 'active';
}

/** How long a new token lasts, in days. */
export const lifetimes = [7, 30, 90, 365] as const;
export const expiryAfter = (days: number, nowMs: number): Date => new Date(nowMs + days * dayMs);

export type Reach = 'none' | 'read' | 'write';

/** What scopes speak of, each with how far a token reaches: `write` includes `read`, as on the server. */
export const resourcesOf = (scopes: readonly string[]): string[] =>
  scopes.flatMap((scope) => (scope.endsWith(':read') ? [scope.slice(0, -':read'.length)] : []));

export function reachOf(scopes: readonly string[], resource: string): Reach {
  if (scopes.includes(`${resource}:write`) || scopes.includes(resource)) return 'write';
  return scopes.includes(`${resource}:read`) ? 'read' : 'none';
}

/** The scopes with one resource reached so far; `known` are those that there are. */
export function withReach(
  scopes: readonly Scope[],
  resource: string,
  reach: Reach,
  known: readonly Scope[],
): readonly Scope[] {
  const others = scopes.filter((scope) => scope !== resource && !scope.startsWith(`${resource}:`));
  const wanted = known.find((scope) => scope === `${resource}:${reach}`);
  return wanted === undefined ? others : [...others, wanted];
}

/** The same token by the API; what the API of Dragonfly has no word for is left out of it. */
export function tokenTwin({ name, description, scopes, expiresAt }: NewToken, origin: string) {
  const body = { name, bio: description ?? '', scopes, expired_at: expiresAt.toISOString() };
  const call: ApiCall = { method: 'POST', path: '/api/v1/personal-access-tokens', body };
  return { curl: curlOf(call, origin), yaml: yamlOf(body) };
}

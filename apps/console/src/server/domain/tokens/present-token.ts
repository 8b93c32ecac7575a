import { Failure } from '@damselfly/core';
import ipaddr from 'ipaddr.js';
import type { Client } from '../access/client.ts';
import type { Grant } from '../accounts/stores.ts';
import { grantsIn, rulesIn, type TokenViewer } from '../accounts/viewer.ts';
import type { Audit } from '../audit/audit.ts';
import { narrowed } from './scopes.ts';
import type { PresentedToken, TokenStore } from './stores.ts';
import { looksLikeToken, tokenHash } from './token-secret.ts';

/** Last use is written, and a refusal noted, no more often than this for one token. */
const noteEveryMs = 60_000;
const maxNoted = 10_000;

export interface PresentTokenNeeds {
  readonly store: Pick<TokenStore, 'byHash' | 'touched'>;
  readonly grants: (userId: number) => Promise<readonly Grant[]>;
  readonly audit: Pick<Audit, 'record'>;
  readonly now: () => number;
}

/**
 * Who sends a token. Throws `unauthenticated` for a token that is none or not known, `forbidden` for one that is inactive,
 * has expired, or comes from a network it is not for.
 */
export function createPresentToken({ store, grants, audit, now }: PresentTokenNeeds) {
  const notedAtMs = new Map<number, number>();

  const refuse = async (token: PresentedToken, client: Client, reason: string): Promise<never> => {
    if (now() - (notedAtMs.get(token.id) ?? 0) >= noteEveryMs) {
      if (notedAtMs.size >= maxNoted) notedAtMs.clear();
      notedAtMs.set(token.id, now());
      await audit.record(
        { kind: 'token', userId: token.user?.id ?? null, name: token.name, tenantId: token.tenantId, from: client },
        {
          action: 'present-token',
          outcome: 'refused',
          target: { kind: 'ApiToken', id: token.id, name: token.name },
          after: { reason },
        },
      );
    }
    throw new Failure('forbidden', reason);
  };

  return async (secret: string, client: Client): Promise<TokenViewer> => {
    const token = looksLikeToken(secret) ? await store.byHash(tokenHash(secret)) : undefined;
    if (token === undefined) throw new Failure('unauthenticated', 'Token is unknown.');
    const { holder, tenant } = token;
    const enabled = holder.kind === 'user' ? holder.user.enabled : holder.enabled;
    if (token.state !== 'active' || !enabled) return refuse(token, client, 'Token is inactive.');
    if (token.expiresAt.getTime() <= now()) return refuse(token, client, 'Token has expired.');
    if (!isWithin(client.ip, token.allowedCidrs)) {
      return refuse(token, client, `Token is not for use from ${client.ip}.`);
    }
    const held = grantsIn(tenant.id, holder.kind === 'user' ? await grants(holder.user.id) : holder.grants);
    if (held.length === 0) return refuse(token, client, 'Token is inactive: its holder has no role in its tenant.');
    if (now() - (token.lastUsedAt?.getTime() ?? 0) >= noteEveryMs) {
      await store.touched(token.id, new Date(now()), client.ip.slice(0, 64));
    }
    const userId = holder.kind === 'user' ? holder.user.id : undefined;
    return {
      kind: 'token',
      tenant,
      from: client,
      token: { id: token.id, name: token.name, clusterIds: token.clusterIds },
      ...(holder.kind === 'user'
        ? { user: { id: holder.user.id, name: holder.user.name } }
        : { serviceAccount: { id: holder.id, name: holder.name } }),
      roles: [...new Set(held.map(({ role }) => role))],
      rules: narrowed(rulesIn(tenant.id, userId, held), { ...token, tenantId: tenant.id }),
    };
  };
}

/** Whether an address lies in one of the networks; in any when there are none. */
function isWithin(ip: string, cidrs: readonly string[]): boolean {
  if (cidrs.length === 0) return true;
  if (!ipaddr.isValid(ip)) return false;
  const address = ipaddr.process(ip);
  return cidrs.some((cidr) => {
    const [network, length] = ipaddr.parseCIDR(cidr);
    return network.kind() === address.kind() && address.match(network, length);
  });
}

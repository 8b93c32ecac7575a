import { Failure } from '@damselfly/core';
import ipaddr from 'ipaddr.js';
import { demandHolding } from '../access/granting.ts';
import { demand } from '../access/permits.ts';
import { rulesIn, type Viewer } from '../accounts/viewer.ts';
import type { Audit } from '../audit/audit.ts';
import { isScope } from './scopes.ts';
import type { TokenChange, TokenFilter, TokenRow, TokenStore } from './stores.ts';
import { newTokenSecret } from './token-secret.ts';

/** A token somebody asks for. */
export interface WantedToken {
  readonly name: string;
  readonly description?: string | undefined;
  readonly scopes: readonly string[];
  /** Networks it may be used from, as `10.0.0.0/8`; none: any. */
  readonly allowedCidrs?: readonly string[] | undefined;
  /** Clusters it is bound to; none: all the tenant may use. */
  readonly clusterIds?: readonly number[] | undefined;
  readonly expiresAt: Date;
  /** Whose it is; the viewer's own unless said. */
  readonly serviceAccountId?: number | undefined;
}

/** A token with its secret, which is not kept and cannot be shown again. */
export interface MadeToken {
  readonly token: TokenRow;
  readonly secret: string;
}

export interface Tokens {
  list(viewer: Viewer, filter?: TokenFilter): Promise<readonly TokenRow[]>;
  /** Throws `notFound`, also for one that the viewer may not see. */
  byId(viewer: Viewer, id: number): Promise<TokenRow>;
  /** Throws `forbidden` for more than the viewer holds, `conflict` for a taken name, `invalid` for a wrong field. */
  create(viewer: Viewer, wanted: WantedToken): Promise<MadeToken>;
  update(viewer: Viewer, id: number, change: Omit<TokenChange, 'name'>): Promise<TokenRow>;
  /** A new secret in the place of the old one, which still works for `overlapMs`. */
  rotate(viewer: Viewer, id: number, how: { overlapMs: number; expiresAt: Date }): Promise<MadeToken>;
  delete(viewer: Viewer, id: number): Promise<void>;
}

export interface TokensNeeds {
  readonly store: TokenStore;
  readonly audit: Pick<Audit, 'record'>;
  readonly now: () => number;
}

/** How long a token may last. Dragonfly's console offers as much. */
const maxLifetimeMs = 10 * 366 * 24 * 3600e3;
/** How long an old secret may go on beside the new one. */
const maxOverlapMs = 30 * 24 * 3600e3;

/** Tokens of users and service accounts: made, listed, rotated, revoked. */
export function createTokens({ store, audit, now }: TokensNeeds): Tokens {
  const shown = async (viewer: Viewer, action: 'read' | 'update' | 'delete', id: number) => {
    const token = await store.byId(viewer, action, id);
    if (token === undefined) throw new Failure('notFound', `There is no token ${id}.`);
    return token;
  };
  const note = (viewer: Viewer, action: string, after: TokenRow | undefined, before?: TokenRow) => {
    const { id, name, tenantId } = after ?? before ?? { id: 0, name: '', tenantId: null };
    return audit.record(viewer, { action, target: { kind: 'ApiToken', id, name }, tenantId, before, after });
  };
  const checked = async (viewer: Viewer, fields: Omit<TokenChange, 'name' | 'state' | 'description'>) => {
    const { scopes = [], allowedCidrs = [], clusterIds = [], expiresAt } = fields;
    const unknown = scopes.find((scope) => !isScope(scope));
    if (unknown !== undefined) throw new Failure('invalid', `scopes: there is no scope ${unknown}.`);
    const wrong = allowedCidrs.find((cidr) => !ipaddr.isValidCIDR(cidr));
    if (wrong !== undefined) throw new Failure('invalid', `allowedCidrs: ${wrong} is no network like 10.0.0.0/8.`);
    const lifetimeMs = expiresAt === undefined ? 1 : expiresAt.getTime() - now();
    if (!(lifetimeMs > 0 && lifetimeMs <= maxLifetimeMs)) {
      throw new Failure('invalid', 'expiresAt: must lie in the future, and not more than ten years ahead.');
    }
    const usable = await store.usableClusters(viewer, clusterIds);
    const hidden = clusterIds.find((id) => !usable.includes(id));
    if (hidden !== undefined) throw new Failure('invalid', `clusterIds: there is no cluster ${hidden} you may use.`);
  };
  /** Whose the token will be; a service account's only for who holds all that the account does. */
  const ownerOf = async (viewer: Viewer, serviceAccountId: number | undefined) => {
    if (serviceAccountId === undefined) {
      const userId = viewer.user?.id;
      if (userId === undefined)
        throw new Failure('forbidden', 'A service account makes no tokens. Ask an administrator.');
      demand(viewer, 'create', 'ApiToken', { tenantId: viewer.tenant.id, userId });
      return { tenantId: viewer.tenant.id, userId, serviceAccountId: null };
    }
    const account = await store.serviceAccount(viewer, serviceAccountId);
    if (account === undefined) throw new Failure('notFound', `There is no service account ${serviceAccountId}.`);
    const { tenantId } = account;
    demand(viewer, 'create', 'ApiToken', { tenantId, userId: null });
    demandHolding(viewer, rulesIn(tenantId, undefined, account.grants));
    return { tenantId, userId: null, serviceAccountId };
  };

  return {
    list: (viewer, filter = {}) => store.list(viewer, filter),
    byId: (viewer, id) => shown(viewer, 'read', id),
    async create(viewer, { serviceAccountId, ...wanted }) {
      const owner = await ownerOf(viewer, serviceAccountId);
      await checked(viewer, wanted);
      const { secret, ...kept } = newTokenSecret();
      const token = await store.create({
        ...withDefaults(wanted),
        ...owner,
        ...kept,
        createdById: viewer.user?.id ?? null,
      });
      await note(viewer, 'create', token);
      return { token, secret };
    },
    async update(viewer, id, change) {
      const before = await shown(viewer, 'update', id);
      if (before.serviceAccount !== null) await ownerOf(viewer, before.serviceAccount.id);
      await checked(viewer, change);
      const after = await store.update(id, change);
      await note(viewer, change.state === 'revoked' ? 'revoke' : 'update', after, before);
      return after;
    },
    async rotate(viewer, id, { overlapMs, expiresAt }) {
      const before = await shown(viewer, 'update', id);
      if (before.serviceAccount !== null) await ownerOf(viewer, before.serviceAccount.id);
      if (before.state !== 'active')
        throw new Failure('precondition', 'An inactive token is not rotated; make a new one.');
      if (!(overlapMs >= 0 && overlapMs <= maxOverlapMs)) {
        throw new Failure('invalid', 'overlapMs: must be between 0 and 30 days.');
      }
      await checked(viewer, { expiresAt });
      const endsAt = new Date(Math.min(before.expiresAt.getTime(), now() + overlapMs));
      const { secret, ...kept } = newTokenSecret();
      const token = await store.replace(id, `${before.name.slice(0, 100)} (replaced, ${id})`, endsAt, {
        ...before,
        ...kept,
        userId: before.user?.id ?? null,
        serviceAccountId: before.serviceAccount?.id ?? null,
        createdById: viewer.user?.id ?? null,
        expiresAt,
      });
      await note(viewer, 'rotate', token, before);
      return { token, secret };
    },
    async delete(viewer, id) {
      const before = await shown(viewer, 'delete', id);
      await store.delete(id);
      await note(viewer, 'delete', undefined, before);
    },
  };
}

const withDefaults = ({
  description = '',
  allowedCidrs = [],
  clusterIds = [],
  ...wanted
}: Omit<WantedToken, 'serviceAccountId'>) => ({
  ...wanted,
  description,
  allowedCidrs,
  clusterIds,
});

import { Failure } from '@damselfly/core';
import type { Client } from '../access/client.ts';
import type { Audit } from '../audit/audit.ts';
import { stranger } from '../audit/author.ts';
import { createPresentToken } from '../tokens/present-token.ts';
import type { TokenStore } from '../tokens/stores.ts';
import { demandGoodPassword } from './password-policy.ts';
import type { SignInThrottle } from './sign-in-throttle.ts';
import type { AccountStore, Grant, TenantRow, UserRow } from './stores.ts';
import { grantsIn, ownSession, rulesIn, type SessionViewer, type TokenViewer } from './viewer.ts';

/** Hashes passwords slowly. `verify` takes as long for a wrong password as for the right one. */
export interface PasswordHasher {
  hash(password: string): Promise<string>;
  verify(password: string, hash: string): Promise<boolean>;
  /** A hash that no password fits. */
  readonly decoy: string;
}

export interface SignedIn {
  readonly sessionId: string;
  readonly user: { readonly id: number; readonly name: string };
}

export interface Accounts {
  /**
   * Throws `unauthenticated` for a wrong name or password alike, `exhausted` after too many of them. `elsewhere` is asked
   * for names that have no password here.
   */
  signIn(name: string, password: string, client: Client, elsewhere?: Elsewhere): Promise<SignedIn>;
  /** Opens a session for somebody who proved elsewhere who they are. Throws `unauthenticated` when they may not come in. */
  admit(user: Pick<UserRow, 'id' | 'name'>, how: string, client: Client): Promise<SignedIn>;
  signOut(sessionId: string, client: Client): Promise<void>;
  /** Who holds a session, if it is open still. */
  viewer(sessionId: string, from?: Client): Promise<SessionViewer | undefined>;
  /** Who sends a token. Throws `unauthenticated` when nobody knows it, `forbidden` when it may not be used so. */
  viewerOfToken(secret: string, from: Client): Promise<TokenViewer>;
  /** The tenants a viewer may switch to. */
  tenants(viewer: SessionViewer): Promise<readonly TenantRow[]>;
  switchTenant(viewer: SessionViewer, tenantId: string): Promise<void>;
  /** Ends all other sessions of the user. Throws `forbidden` when the current password is wrong. */
  changePassword(viewer: SessionViewer, change: { current: string; next: string }): Promise<void>;
}

/** Lets in whom somebody else knows by name and password; nothing when nobody does. */
export type Elsewhere = (name: string, password: string, client: Client) => Promise<SignedIn | undefined>;

export interface AccountsNeeds {
  readonly store: AccountStore;
  readonly tokens: Pick<TokenStore, 'byHash' | 'touched'>;
  readonly audit: Pick<Audit, 'record'>;
  readonly hasher: PasswordHasher;
  readonly throttle: SignInThrottle;
  readonly now: () => number;
}

/** How long a sign-in lasts. */
export const sessionLifetimeMs = 14 * 24 * 3600e3;

const nowhere: Client = { ip: 'unknown', userAgent: '' };

/** Signing in and out, and what somebody signed in is. */
export function createAccounts({ store, tokens, audit, hasher, throttle, now }: AccountsNeeds): Accounts {
  const reachable = async (grants: readonly Grant[]): Promise<readonly TenantRow[]> => {
    if (grants.some(({ scope }) => scope === 'platform')) return store.tenants();
    return [...new Map(grants.map(({ tenant }) => [tenant.id, tenant])).values()];
  };

  const refused = async (name: string, user: UserRow | undefined, from: Client): Promise<never> => {
    const target = user && ({ kind: 'User', id: user.id, name: user.name } as const);
    await audit.record(stranger(name, from), { action: 'sign-in', outcome: 'refused', ...(target && { target }) });
    throw new Failure('unauthenticated', 'Wrong name or password.');
  };

  const open = async (
    user: Pick<UserRow, 'id' | 'name'>,
    home: TenantRow,
    how: string,
    from: Client,
  ): Promise<SignedIn> => {
    const openedAt = new Date(now());
    const expiresAt = new Date(now() + sessionLifetimeMs);
    const { ip, userAgent } = from;
    const sessionId = await store.openSession({
      userId: user.id,
      tenantId: home.id,
      openedAt,
      expiresAt,
      ip,
      userAgent,
    });
    await audit.record(
      { kind: 'user', userId: user.id, name: user.name, tenantId: home.id, from },
      { action: 'sign-in', target: { kind: 'User', ...user }, after: { how } },
    );
    return { sessionId, user: { id: user.id, name: user.name } };
  };

  return {
    async signIn(name, password, client, elsewhere) {
      const attempt = await throttle.begin(name, client.ip);
      const user = await store.userByName(name);
      // A name nobody has costs as much, so that time does not tell which names exist.
      const right = await hasher.verify(password, user?.passwordHash ?? hasher.decoy);
      const other = user?.passwordHash === undefined ? await elsewhere?.(name, password, client) : undefined;
      if (other !== undefined) {
        await attempt.succeeded();
        return other;
      }
      const home = user && (await store.grants(user.id))[0]?.tenant;
      if (!right || user === undefined || !user.enabled || home === undefined) return refused(name, user, client);
      await attempt.succeeded();
      return open({ id: user.id, name: user.name }, home, 'password', client);
    },

    async admit({ id, name }, how, client) {
      const user = await store.userByName(name);
      const home = (await store.grants(id))[0]?.tenant;
      if (user?.id !== id || !user.enabled || home === undefined) return refused(name, user, client);
      return open({ id, name }, home, how, client);
    },

    async signOut(sessionId, from) {
      const session = await store.session(sessionId, new Date(now()));
      await store.endSession(sessionId);
      if (session === undefined) return;
      const { user, tenantId } = session;
      const target = { kind: 'User', id: user.id, name: user.name } as const;
      await audit.record(
        { kind: 'user', userId: user.id, name: user.name, tenantId, from },
        { action: 'sign-out', target },
      );
    },

    async viewer(sessionId, from = nowhere) {
      const session = await store.session(sessionId, new Date(now()));
      if (session === undefined) return undefined;
      const { user } = session;
      const grants = await store.grants(user.id);
      const tenant = (await reachable(grants)).find(({ id }) => id === session.tenantId);
      if (tenant === undefined) return undefined;
      return {
        kind: 'session',
        sessionId,
        from,
        user: { id: user.id, name: user.name, mustChangePassword: user.mustChangePassword },
        tenant,
        roles: [...new Set(grantsIn(tenant.id, grants).map(({ role }) => role))],
        rules: [...ownSession, ...rulesIn(tenant.id, user.id, grants)],
      };
    },

    viewerOfToken: createPresentToken({ store: tokens, grants: store.grants, audit, now }),

    tenants: async (viewer) => reachable(await store.grants(viewer.user.id)),

    async switchTenant(viewer, tenantId) {
      const found = (await reachable(await store.grants(viewer.user.id))).some(({ id }) => id === tenantId);
      if (!found) throw new Failure('notFound', 'There is no such tenant among yours.');
      await store.setSessionTenant(viewer.sessionId, tenantId);
      const target = { kind: 'User', id: viewer.user.id, name: viewer.user.name } as const;
      const [before, after] = [{ tenantId: viewer.tenant.id }, { tenantId }];
      await audit.record(viewer, { action: 'switch-tenant', target, before, after });
    },

    async changePassword(viewer, { current, next }) {
      const target = { kind: 'User', id: viewer.user.id, name: viewer.user.name } as const;
      const attempt = await throttle.begin(viewer.user.name, viewer.from.ip);
      const user = await store.userByName(viewer.user.name);
      if (user === undefined || !(await hasher.verify(current, user.passwordHash ?? hasher.decoy))) {
        await audit.record(viewer, { action: 'change-password', outcome: 'refused', target });
        throw new Failure('forbidden', 'The current password is wrong.');
      }
      await attempt.succeeded();
      demandGoodPassword(next, user.name, 'next');
      if (next === current) throw new Failure('invalid', 'The new password is the old one; choose another.');
      await store.setPassword({
        userId: user.id,
        passwordHash: await hasher.hash(next),
        keepSessionId: viewer.sessionId,
      });
      await audit.record(viewer, { action: 'change-password', target });
    },
  };
}

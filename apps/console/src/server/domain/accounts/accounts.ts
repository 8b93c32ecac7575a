import { Failure } from '@damselfly/core';
import type { SignInThrottle } from './sign-in-throttle.ts';
import type { AccountStore, Grant, TenantRow, UserRow } from './stores.ts';
import { grantsIn, rulesIn, type Viewer } from './viewer.ts';

/** Hashes passwords slowly. `verify` takes as long for a wrong password as for the right one. */
export interface PasswordHasher {
  hash(password: string): Promise<string>;
  verify(password: string, hash: string): Promise<boolean>;
  /** A hash that no password fits. */
  readonly decoy: string;
}

/** Where a request comes from. */
export interface Client {
  readonly ip: string;
  readonly userAgent: string;
}

export interface SignedIn {
  readonly sessionId: string;
  readonly user: { readonly id: number; readonly name: string };
}

export interface Accounts {
  /** Throws `unauthenticated` for a wrong name or password alike, `exhausted` after too many of them. */
  signIn(name: string, password: string, client: Client): Promise<SignedIn>;
  signOut(sessionId: string): Promise<void>;
  /** Who holds a session, if it is open still. */
  viewer(sessionId: string): Promise<Viewer | undefined>;
  /** The tenants a viewer may switch to. */
  tenants(viewer: Viewer): Promise<readonly TenantRow[]>;
  switchTenant(viewer: Viewer, tenantId: string): Promise<void>;
  /** Ends all other sessions of the user. Throws `forbidden` when the current password is wrong. */
  changePassword(viewer: Viewer, change: { current: string; next: string }, client: Client): Promise<void>;
}

export interface AccountsNeeds {
  readonly store: AccountStore;
  readonly hasher: PasswordHasher;
  readonly throttle: SignInThrottle;
  readonly now: () => number;
}

/** How long a sign-in lasts. */
export const sessionLifetimeMs = 14 * 24 * 3600e3;
export const minPasswordLength = 10;
/** Bounds the work of hashing. */
export const maxPasswordLength = 128;

/** Signing in and out, and what somebody signed in is. */
export function createAccounts({ store, hasher, throttle, now }: AccountsNeeds): Accounts {
  const audit = (user: UserRow | undefined, name: string, action: string, outcome: 'success' | 'failure', ip: string) =>
    store.recordAudit({
      tenantId: null,
      actorUserId: user?.id ?? null,
      actorName: name.slice(0, 64),
      action,
      outcome,
      ip,
    });

  const reachable = async (grants: readonly Grant[]): Promise<readonly TenantRow[]> => {
    if (grants.some(({ scope }) => scope === 'platform')) return store.tenants();
    return [...new Map(grants.map(({ tenant }) => [tenant.id, tenant])).values()];
  };

  return {
    async signIn(name, password, client) {
      const attempt = throttle.begin(name, client.ip, now());
      const user = await store.userByName(name);
      // A name nobody has costs as much, so that time does not tell which names exist.
      const right = await hasher.verify(password, user?.passwordHash ?? hasher.decoy);
      const home = user && (await store.grants(user.id))[0]?.tenant;
      if (!right || user === undefined || !user.enabled || home === undefined) {
        await audit(user, name, 'sign-in', 'failure', client.ip);
        throw new Failure('unauthenticated', 'Wrong name or password.');
      }
      attempt.succeeded();
      const openedAt = new Date(now());
      const expiresAt = new Date(now() + sessionLifetimeMs);
      const sessionId = await store.openSession({ userId: user.id, tenantId: home.id, openedAt, expiresAt, ...client });
      await audit(user, name, 'sign-in', 'success', client.ip);
      return { sessionId, user: { id: user.id, name: user.name } };
    },

    signOut: (sessionId) => store.endSession(sessionId),

    async viewer(sessionId) {
      const session = await store.session(sessionId, new Date(now()));
      if (session === undefined) return undefined;
      const { user } = session;
      const grants = await store.grants(user.id);
      const tenant = (await reachable(grants)).find(({ id }) => id === session.tenantId);
      if (tenant === undefined) return undefined;
      return {
        sessionId,
        user: { id: user.id, name: user.name, mustChangePassword: user.mustChangePassword },
        tenant,
        roles: [...new Set(grantsIn(tenant.id, grants).map(({ role }) => role))],
        rules: rulesIn(tenant.id, user.id, grants),
      };
    },

    tenants: async (viewer) => reachable(await store.grants(viewer.user.id)),

    async switchTenant(viewer, tenantId) {
      const found = (await reachable(await store.grants(viewer.user.id))).some(({ id }) => id === tenantId);
      if (!found) throw new Failure('notFound', 'There is no such tenant among yours.');
      await store.setSessionTenant(viewer.sessionId, tenantId);
    },

    async changePassword(viewer, { current, next }, client) {
      const attempt = throttle.begin(viewer.user.name, client.ip, now());
      const user = await store.userByName(viewer.user.name);
      if (user === undefined || !(await hasher.verify(current, user.passwordHash ?? hasher.decoy))) {
        await audit(user, viewer.user.name, 'change-password', 'failure', client.ip);
        throw new Failure('forbidden', 'The current password is wrong.');
      }
      attempt.succeeded();
      if (next === current) throw new Failure('invalid', 'The new password is the old one; choose another.');
      await store.setPassword({
        userId: user.id,
        passwordHash: await hasher.hash(next),
        keepSessionId: viewer.sessionId,
      });
      await audit(user, user.name, 'change-password', 'success', client.ip);
    },
  };
}

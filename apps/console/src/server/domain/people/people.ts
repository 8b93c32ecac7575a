import { randomBytes } from 'node:crypto';
import { Failure } from '@damselfly/core';
import { demandHolding } from '../access/granting.ts';
import { demand } from '../access/permits.ts';
import type { PasswordHasher } from '../accounts/accounts.ts';
import { readablePassword } from '../accounts/readable-password.ts';
import { filled, type Viewer } from '../accounts/viewer.ts';
import type { Audit } from '../audit/audit.ts';
import type { MembershipKey, PeopleStore, PersonChange, PersonFilter, PersonRow } from './stores.ts';

export interface WantedPerson {
  readonly name: string;
  readonly email?: string | undefined;
  readonly displayName?: string | undefined;
  /** What the user holds first: nobody is without a tenant. */
  readonly tenantId: string;
  readonly roleId: number;
  /** False for somebody who will sign in through an identity provider. */
  readonly withPassword: boolean;
}

/** Told once to whoever made it, and kept nowhere. */
export interface WithOneTimePassword {
  readonly person: PersonRow;
  readonly oneTimePassword?: string;
}

export interface PeoplePage {
  readonly total: number;
  readonly items: readonly PersonRow[];
  readonly nextCursor?: string;
}

export interface People {
  list(viewer: Viewer, filter: PersonFilter): Promise<PeoplePage>;
  /** Throws `notFound`, also for one that the viewer may not see; so do all below. */
  byId(viewer: Viewer, id: number): Promise<PersonRow>;
  /** Throws `conflict` for a taken name, `forbidden` for a role that holds more than the viewer. */
  create(viewer: Viewer, wanted: WantedPerson): Promise<WithOneTimePassword>;
  /** Throws `precondition` for what would leave nobody who administers the platform; so do those below. */
  update(viewer: Viewer, id: number, change: PersonChange): Promise<PersonRow>;
  remove(viewer: Viewer, id: number): Promise<void>;
  /** A password for one sign-in, after which another must be chosen. Ends the user's sessions. */
  resetPassword(viewer: Viewer, id: number): Promise<WithOneTimePassword>;
  grant(viewer: Viewer, key: MembershipKey): Promise<void>;
  revoke(viewer: Viewer, key: MembershipKey): Promise<void>;
}

export interface PeopleNeeds {
  readonly store: PeopleStore;
  readonly hasher: Pick<PasswordHasher, 'hash'>;
  readonly audit: Pick<Audit, 'record'>;
}

/** Users and what they hold where. Nobody gives, or takes away, what they do not hold themselves. */
export function createPeople({ store, hasher, audit }: PeopleNeeds): People {
  const found = async (viewer: Viewer, action: 'read' | 'update' | 'delete', id: number) => {
    const person = await store.byId(viewer, action, id);
    if (person === undefined) throw new Failure('notFound', `There is no user ${id}.`);
    return person;
  };
  const target = ({ id, name }: Pick<PersonRow, 'id' | 'name'>) => ({ kind: 'User', id, name }) as const;
  const roleToGive = async (viewer: Viewer, tenantId: string, roleId: number) => {
    const role = await store.role(roleId, tenantId);
    if (role === undefined) throw new Failure('notFound', `There is no role ${roleId} in this tenant.`);
    demandHolding(
      viewer,
      role.rules.flatMap((rule) => filled(rule, tenantId, viewer.user?.id)),
    );
    return role;
  };
  const membership = async (
    viewer: Viewer,
    action: 'grant' | 'revoke',
    { userId, tenantId, roleId }: MembershipKey,
  ) => {
    demand(viewer, action === 'grant' ? 'create' : 'delete', 'Membership', { tenantId });
    const person = await found(viewer, 'read', userId);
    const role = await roleToGive(viewer, tenantId, roleId);
    return { person, deed: { action, tenantId, target: target(person), after: { role: role.role } } };
  };

  return {
    async list(viewer, filter) {
      const { total, items } = await store.list(viewer, { ...filter, limit: filter.limit + 1 });
      const shown = items.slice(0, filter.limit);
      const last = shown.at(-1);
      return { total, items: shown, ...(items.length > filter.limit && last && { nextCursor: last.name }) };
    },
    byId: (viewer, id) => found(viewer, 'read', id),
    async create(viewer, { tenantId, roleId, withPassword, ...wanted }) {
      demand(viewer, 'create', 'User', { 'memberships.some.tenantId': tenantId });
      demand(viewer, 'create', 'Membership', { tenantId });
      const role = await roleToGive(viewer, tenantId, roleId);
      const oneTimePassword = readablePassword(randomBytes(20));
      const id = await store.create(
        {
          name: wanted.name,
          email: wanted.email ?? null,
          displayName: wanted.displayName ?? '',
          passwordHash: withPassword ? await hasher.hash(oneTimePassword) : null,
          mustChangePassword: withPassword,
        },
        { tenantId, roleId },
      );
      const after = { ...wanted, role: role.role };
      await audit.record(viewer, { action: 'create', tenantId, target: target({ id, name: wanted.name }), after });
      return { person: await found(viewer, 'read', id), ...(withPassword && { oneTimePassword }) };
    },
    async update(viewer, id, change) {
      const before = await found(viewer, 'update', id);
      await store.update(id, change);
      const after = await found(viewer, 'read', id);
      await audit.record(viewer, { action: 'update', target: target(before), before, after });
      return after;
    },
    async remove(viewer, id) {
      const before = await found(viewer, 'delete', id);
      if (viewer.user?.id === id)
        throw new Failure('precondition', 'You cannot remove yourself; ask another administrator.');
      await store.remove(id);
      await audit.record(viewer, { action: 'delete', target: target(before), before });
    },
    async resetPassword(viewer, id) {
      const person = await found(viewer, 'update', id);
      const oneTimePassword = readablePassword(randomBytes(20));
      await store.setOneTimePassword(id, await hasher.hash(oneTimePassword));
      await audit.record(viewer, { action: 'reset-password', target: target(person) });
      return { person: await found(viewer, 'read', id), oneTimePassword };
    },
    async grant(viewer, key) {
      const { deed } = await membership(viewer, 'grant', key);
      await store.addMembership(key);
      await audit.record(viewer, deed);
    },
    async revoke(viewer, key) {
      const { deed } = await membership(viewer, 'revoke', key);
      if (!(await store.removeMembership(key)))
        throw new Failure('notFound', 'The user does not hold this role there.');
      await audit.record(viewer, deed);
    },
  };
}

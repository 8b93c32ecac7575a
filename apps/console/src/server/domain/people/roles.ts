import { Failure } from '@damselfly/core';
import type { Action, Subject } from '../access/access-rule.ts';
import { demandHolding } from '../access/granting.ts';
import { demand } from '../access/permits.ts';
import { withinTenant } from '../access/tenancy.ts';
import type { StoredRule } from '../accounts/stores.ts';
import { filled, type Viewer } from '../accounts/viewer.ts';
import type { Audit } from '../audit/audit.ts';
import type { RoleRow, RoleStore } from './stores.ts';

/** What a role of a tenant allows; which rows that covers follows from the tenant. */
export interface RolePermission {
  readonly action: Action;
  readonly subject: Exclude<Subject, 'all'>;
}

export interface RoleFields {
  readonly name: string;
  readonly description: string;
  readonly permissions: readonly RolePermission[];
}

export interface Roles {
  /** The built-in ones that may be given here, and the tenant's own. */
  list(viewer: Viewer): Promise<readonly RoleRow[]>;
  /** Throws `notFound`, also for one that the viewer may not see; so do all below. */
  byId(viewer: Viewer, id: number): Promise<RoleRow>;
  /** Throws `forbidden` for more than the viewer holds, `invalid` for what no tenant has, `conflict` for a taken name. */
  create(viewer: Viewer, role: RoleFields): Promise<RoleRow>;
  update(viewer: Viewer, id: number, role: RoleFields): Promise<RoleRow>;
  /** Throws `precondition` while somebody holds it. */
  remove(viewer: Viewer, id: number): Promise<void>;
}

/** Dragonfly's names for two of the built-in roles; no tenant may use them for others. */
const otherNames = ['root', 'guest'];

/** Roles: the built-in ones to look at, and those that a tenant makes from permissions. */
export function createRoles({
  store,
  audit,
}: {
  readonly store: RoleStore;
  readonly audit: Pick<Audit, 'record'>;
}): Roles {
  const found = async (viewer: Viewer, action: 'read' | 'update' | 'delete', id: number) => {
    const role = await store.byId(viewer, action, id);
    if (role === undefined) throw new Failure('notFound', `There is no role ${id}.`);
    return role;
  };
  const custom = async (viewer: Viewer, action: 'update' | 'delete', id: number) => {
    const role = await found(viewer, action, id);
    const { tenantId } = role;
    if (tenantId === null) throw new Failure('precondition', 'Built-in roles are not changed; make one of your own.');
    demandHolding(viewer, asHeld(viewer, tenantId, role.permissions));
    return { ...role, tenantId };
  };
  const target = (id: number, name: string) => ({ kind: 'Role', id, name }) as const;
  const checked = async (viewer: Viewer, tenantId: string, role: RoleFields) => {
    const builtIn = (await store.list(viewer)).some((one) => one.tenantId === null && one.name === role.name);
    if (builtIn || otherNames.includes(role.name)) throw new Failure('conflict', `${role.name} is a built-in role.`);
    const permissions = role.permissions.flatMap(inTenant);
    demandHolding(viewer, asHeld(viewer, tenantId, permissions));
    return { ...role, permissions };
  };

  return {
    list: (viewer) => store.list(viewer),
    byId: (viewer, id) => found(viewer, 'read', id),
    async create(viewer, fields) {
      const tenantId = viewer.tenant.id;
      demand(viewer, 'create', 'Role', { tenantId });
      const id = await store.create({ tenantId, ...(await checked(viewer, tenantId, fields)) });
      await audit.record(viewer, { action: 'create', target: target(id, fields.name), after: fields });
      return found(viewer, 'read', id);
    },
    async update(viewer, id, fields) {
      const before = await custom(viewer, 'update', id);
      await store.update(id, await checked(viewer, before.tenantId, fields));
      const { tenantId } = before;
      await audit.record(viewer, {
        action: 'update',
        tenantId,
        target: target(id, before.name),
        before,
        after: fields,
      });
      return found(viewer, 'read', id);
    },
    async remove(viewer, id) {
      const before = await custom(viewer, 'delete', id);
      await store.remove(id);
      const { tenantId, name } = before;
      await audit.record(viewer, { action: 'delete', tenantId, target: target(id, name), before });
    },
  };
}

/** A permission for the rows of whatever tenant the role is held in; shared rows are to look at and to use. */
function inTenant({ action, subject }: RolePermission): StoredRule[] {
  const rules = withinTenant({ action, subject }, '$tenantId').filter(
    ({ conditions = {} }) => action === 'read' || action === 'use' || Object.values(conditions).includes('$tenantId'),
  );
  if (rules.length === 0) {
    throw new Failure('invalid', `permissions: a role of a tenant cannot allow ${action} ${subject}.`);
  }
  return rules;
}

const asHeld = (viewer: Viewer, tenantId: string, permissions: readonly StoredRule[]) =>
  permissions.flatMap((rule) => filled(rule, tenantId, viewer.user?.id));

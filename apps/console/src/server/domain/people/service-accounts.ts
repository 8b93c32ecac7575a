import { Failure } from '@damselfly/core';
import { demandHolding } from '../access/granting.ts';
import { demand } from '../access/permits.ts';
import { filled, type Viewer } from '../accounts/viewer.ts';
import type { Audit } from '../audit/audit.ts';
import type { PeopleStore, ServiceAccountFields, ServiceAccountRow, ServiceAccountStore } from './stores.ts';

export interface ServiceAccounts {
  list(viewer: Viewer): Promise<readonly ServiceAccountRow[]>;
  /** Throws `notFound`, also for one that the viewer may not see; so do those below. */
  byId(viewer: Viewer, id: number): Promise<ServiceAccountRow>;
  /** Throws `forbidden` for roles that hold more than the viewer, `conflict` for a taken name. */
  create(viewer: Viewer, account: ServiceAccountFields): Promise<ServiceAccountRow>;
  update(viewer: Viewer, id: number, account: ServiceAccountFields): Promise<ServiceAccountRow>;
  /** Its tokens end with it. */
  remove(viewer: Viewer, id: number): Promise<void>;
}

export interface ServiceAccountsNeeds {
  readonly store: ServiceAccountStore;
  readonly roles: Pick<PeopleStore, 'role'>;
  readonly audit: Pick<Audit, 'record'>;
}

/** Accounts of programs: they hold roles in one tenant and sign in with tokens only. */
export function createServiceAccounts({ store, roles, audit }: ServiceAccountsNeeds): ServiceAccounts {
  const found = async (viewer: Viewer, action: 'read' | 'update' | 'delete', id: number) => {
    const account = await store.byId(viewer, action, id);
    if (account === undefined) throw new Failure('notFound', `There is no service account ${id}.`);
    return account;
  };
  const target = ({ id, name }: Pick<ServiceAccountRow, 'id' | 'name'>) =>
    ({ kind: 'ServiceAccount', id, name }) as const;
  const demandRoles = async (viewer: Viewer, tenantId: string, ids: readonly number[]) => {
    for (const id of ids) {
      const role = await roles.role(id, tenantId);
      if (role === undefined) throw new Failure('invalid', `roleIds: there is no role ${id} in this tenant.`);
      demandHolding(
        viewer,
        role.rules.flatMap((rule) => filled(rule, tenantId, viewer.user?.id)),
      );
    }
  };
  return {
    list: (viewer) => store.list(viewer),
    byId: (viewer, id) => found(viewer, 'read', id),
    async create(viewer, fields) {
      const tenantId = viewer.tenant.id;
      demand(viewer, 'create', 'ServiceAccount', { tenantId });
      await demandRoles(viewer, tenantId, fields.roleIds);
      const id = await store.create(tenantId, fields);
      const after = await found(viewer, 'read', id);
      await audit.record(viewer, { action: 'create', target: target(after), after });
      return after;
    },
    async update(viewer, id, fields) {
      const before = await found(viewer, 'update', id);
      const { tenantId } = before;
      await demandRoles(viewer, tenantId, [...fields.roleIds, ...before.roles.map((role) => role.id)]);
      await store.update(id, fields);
      const after = await found(viewer, 'read', id);
      await audit.record(viewer, { action: 'update', tenantId, target: target(after), before, after });
      return after;
    },
    async remove(viewer, id) {
      const before = await found(viewer, 'delete', id);
      await store.remove(id);
      await audit.record(viewer, { action: 'delete', tenantId: before.tenantId, target: target(before), before });
    },
  };
}

import { Failure } from '@damselfly/core';
import { demand } from '../access/permits.ts';
import type { TenantRow } from '../accounts/stores.ts';
import type { Viewer } from '../accounts/viewer.ts';
import type { Audit } from '../audit/audit.ts';
import type { TenantDetails, TenantStore } from './stores.ts';

export interface Tenants {
  list(viewer: Viewer): Promise<readonly TenantDetails[]>;
  /** Throws `notFound`, also for one that the viewer may not see; so do those below. */
  byId(viewer: Viewer, id: string): Promise<TenantDetails>;
  /** Throws `conflict` for a taken slug. */
  create(viewer: Viewer, tenant: Omit<TenantRow, 'id'>): Promise<TenantDetails>;
  update(viewer: Viewer, id: string, change: { readonly name: string }): Promise<TenantDetails>;
  /** Throws `precondition` while it has clusters, applications or members. */
  remove(viewer: Viewer, id: string): Promise<void>;
}

export function createTenants({
  store,
  audit,
}: {
  readonly store: TenantStore;
  readonly audit: Pick<Audit, 'record'>;
}): Tenants {
  const found = async (viewer: Viewer, action: 'read' | 'update' | 'delete', id: string) => {
    const tenant = await store.byId(viewer, action, id);
    if (tenant === undefined) throw new Failure('notFound', 'There is no such tenant.');
    return tenant;
  };
  const target = ({ id, name }: TenantRow) => ({ kind: 'Tenant', id, name }) as const;
  return {
    list: (viewer) => store.list(viewer),
    byId: (viewer, id) => found(viewer, 'read', id),
    async create(viewer, fields) {
      demand(viewer, 'create', 'Tenant', { id: null });
      const id = await store.create(fields);
      const after = await found(viewer, 'read', id);
      await audit.record(viewer, { action: 'create', tenantId: id, target: target(after), after });
      return after;
    },
    async update(viewer, id, change) {
      const before = await found(viewer, 'update', id);
      await store.update(id, change);
      const after = await found(viewer, 'read', id);
      await audit.record(viewer, { action: 'update', tenantId: id, target: target(after), before, after });
      return after;
    },
    async remove(viewer, id) {
      const before = await found(viewer, 'delete', id);
      await store.remove(id);
      await audit.record(viewer, { action: 'delete', tenantId: null, target: target(before), before });
    },
  };
}

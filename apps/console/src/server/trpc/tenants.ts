import { z } from 'zod';
import { newTenant, tenantName } from '../domain/people/fields.ts';
import { may, router } from './builder.ts';

const id = z.uuid();

export const tenantsRouter = router({
  list: may('read', 'Tenant').query(({ ctx: { viewer, services } }) => services.tenants.list(viewer)),
  byId: may('read', 'Tenant')
    .input(z.strictObject({ id }))
    .query(({ ctx: { viewer, services }, input }) => services.tenants.byId(viewer, input.id)),
  create: may('create', 'Tenant')
    .input(newTenant)
    .mutation(({ ctx: { viewer, services }, input }) => services.tenants.create(viewer, input)),
  update: may('update', 'Tenant')
    .input(z.strictObject({ id, name: tenantName }))
    .mutation(({ ctx: { viewer, services }, input }) =>
      services.tenants.update(viewer, input.id, { name: input.name }),
    ),
  remove: may('delete', 'Tenant')
    .input(z.strictObject({ id }))
    .mutation(({ ctx: { viewer, services }, input }) => services.tenants.remove(viewer, input.id)),
});

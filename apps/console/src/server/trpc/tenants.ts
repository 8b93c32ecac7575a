import { z } from 'zod';
import { may, router } from './builder.ts';

const name = z.string().trim().min(1).max(128);
const slug = z
  .string()
  .max(64)
  .regex(/^[a-z0-9](-?[a-z0-9])*$/);
const id = z.uuid();

export const tenantsRouter = router({
  list: may('read', 'Tenant').query(({ ctx: { viewer, services } }) => services.tenants.list(viewer)),
  byId: may('read', 'Tenant')
    .input(z.strictObject({ id }))
    .query(({ ctx: { viewer, services }, input }) => services.tenants.byId(viewer, input.id)),
  create: may('create', 'Tenant')
    .input(z.strictObject({ slug, name }))
    .mutation(({ ctx: { viewer, services }, input }) => services.tenants.create(viewer, input)),
  update: may('update', 'Tenant')
    .input(z.strictObject({ id, name }))
    .mutation(({ ctx: { viewer, services }, input }) =>
      services.tenants.update(viewer, input.id, { name: input.name }),
    ),
  remove: may('delete', 'Tenant')
    .input(z.strictObject({ id }))
    .mutation(({ ctx: { viewer, services }, input }) => services.tenants.remove(viewer, input.id)),
});

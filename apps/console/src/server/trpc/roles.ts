import { z } from 'zod';
import { roleFields } from '../domain/people/fields.ts';
import { may, router } from './builder.ts';
import { rowId } from './ids.ts';

export const rolesRouter = router({
  list: may('read', 'Role').query(({ ctx: { viewer, services } }) => services.roles.list(viewer)),
  byId: may('read', 'Role')
    .input(z.strictObject({ id: rowId }))
    .query(({ ctx: { viewer, services }, input }) => services.roles.byId(viewer, input.id)),
  create: may('create', 'Role')
    .input(roleFields)
    .mutation(({ ctx: { viewer, services }, input }) => services.roles.create(viewer, input)),
  update: may('update', 'Role')
    .input(z.strictObject({ id: rowId, role: roleFields }))
    .mutation(({ ctx: { viewer, services }, input }) => services.roles.update(viewer, input.id, input.role)),
  remove: may('delete', 'Role')
    .input(z.strictObject({ id: rowId }))
    .mutation(({ ctx: { viewer, services }, input }) => services.roles.remove(viewer, input.id)),
});

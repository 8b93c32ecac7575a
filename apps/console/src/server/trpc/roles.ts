import { z } from 'zod';
import { actions, subjects } from '../domain/access/access-rule.ts';
import { may, router } from './builder.ts';
import { description, rowId, shortName } from './ids.ts';

const role = z.strictObject({
  name: shortName,
  description: description.default(''),
  permissions: z
    .array(z.strictObject({ action: z.enum(actions), subject: z.enum(subjects).exclude(['all']) }))
    .min(1)
    .max(100),
});

export const rolesRouter = router({
  list: may('read', 'Role').query(({ ctx: { viewer, services } }) => services.roles.list(viewer)),
  byId: may('read', 'Role')
    .input(z.strictObject({ id: rowId }))
    .query(({ ctx: { viewer, services }, input }) => services.roles.byId(viewer, input.id)),
  create: may('create', 'Role')
    .input(role)
    .mutation(({ ctx: { viewer, services }, input }) => services.roles.create(viewer, input)),
  update: may('update', 'Role')
    .input(z.strictObject({ id: rowId, role }))
    .mutation(({ ctx: { viewer, services }, input }) => services.roles.update(viewer, input.id, input.role)),
  remove: may('delete', 'Role')
    .input(z.strictObject({ id: rowId }))
    .mutation(({ ctx: { viewer, services }, input }) => services.roles.remove(viewer, input.id)),
});

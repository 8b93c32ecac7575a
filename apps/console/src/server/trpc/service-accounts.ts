import { z } from 'zod';
import { may, router } from './builder.ts';
import { description, rowId, shortName } from './ids.ts';

const account = z.strictObject({
  name: shortName,
  description: description.default(''),
  enabled: z.boolean().default(true),
  roleIds: z.array(rowId).min(1).max(20),
});

export const serviceAccountsRouter = router({
  list: may('read', 'ServiceAccount').query(({ ctx: { viewer, services } }) => services.serviceAccounts.list(viewer)),
  byId: may('read', 'ServiceAccount')
    .input(z.strictObject({ id: rowId }))
    .query(({ ctx: { viewer, services }, input }) => services.serviceAccounts.byId(viewer, input.id)),
  create: may('create', 'ServiceAccount')
    .input(account)
    .mutation(({ ctx: { viewer, services }, input }) => services.serviceAccounts.create(viewer, input)),
  update: may('update', 'ServiceAccount')
    .input(z.strictObject({ id: rowId, account }))
    .mutation(({ ctx: { viewer, services }, input }) =>
      services.serviceAccounts.update(viewer, input.id, input.account),
    ),
  remove: may('delete', 'ServiceAccount')
    .input(z.strictObject({ id: rowId }))
    .mutation(({ ctx: { viewer, services }, input }) => services.serviceAccounts.remove(viewer, input.id)),
});

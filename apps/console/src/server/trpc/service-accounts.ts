import { z } from 'zod';
import { accountFields } from '../domain/people/fields.ts';
import { may, router } from './builder.ts';
import { rowId } from './ids.ts';

export const serviceAccountsRouter = router({
  list: may('read', 'ServiceAccount').query(({ ctx: { viewer, services } }) => services.serviceAccounts.list(viewer)),
  byId: may('read', 'ServiceAccount')
    .input(z.strictObject({ id: rowId }))
    .query(({ ctx: { viewer, services }, input }) => services.serviceAccounts.byId(viewer, input.id)),
  create: may('create', 'ServiceAccount')
    .input(accountFields)
    .mutation(({ ctx: { viewer, services }, input }) => services.serviceAccounts.create(viewer, input)),
  update: may('update', 'ServiceAccount')
    .input(z.strictObject({ id: rowId, account: accountFields }))
    .mutation(({ ctx: { viewer, services }, input }) =>
      services.serviceAccounts.update(viewer, input.id, input.account),
    ),
  remove: may('delete', 'ServiceAccount')
    .input(z.strictObject({ id: rowId }))
    .mutation(({ ctx: { viewer, services }, input }) => services.serviceAccounts.remove(viewer, input.id)),
});

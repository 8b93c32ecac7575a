import { z } from 'zod';
import { membershipKey, newPerson, personChange } from '../domain/people/fields.ts';
import { may, router } from './builder.ts';
import { rowId } from './ids.ts';

/** Users and the roles they hold. */
export const peopleRouter = router({
  list: may('read', 'User')
    .input(
      z.strictObject({
        search: z.string().max(320).optional(),
        state: z.enum(['enabled', 'disabled']).optional(),
        tenantId: z.uuid().optional(),
        cursor: z.string().max(64).optional(),
        direction: z.literal('forward').optional(),
        limit: z.int().min(1).max(200).default(50),
      }),
    )
    .query(({ ctx: { viewer, services }, input: { direction: _, ...filter } }) => services.people.list(viewer, filter)),
  byId: may('read', 'User')
    .input(z.strictObject({ id: rowId }))
    .query(({ ctx: { viewer, services }, input }) => services.people.byId(viewer, input.id)),
  create: may('create', 'User')
    .input(newPerson)
    .mutation(({ ctx: { viewer, services }, input }) => services.people.create(viewer, input)),
  update: may('update', 'User')
    .input(z.strictObject({ id: rowId, change: personChange }))
    .mutation(({ ctx: { viewer, services }, input }) => services.people.update(viewer, input.id, input.change)),
  remove: may('delete', 'User')
    .input(z.strictObject({ id: rowId }))
    .mutation(({ ctx: { viewer, services }, input }) => services.people.remove(viewer, input.id)),
  resetPassword: may('update', 'User')
    .input(z.strictObject({ id: rowId }))
    .mutation(({ ctx: { viewer, services }, input }) => services.people.resetPassword(viewer, input.id)),
  grant: may('create', 'Membership')
    .input(membershipKey)
    .mutation(({ ctx: { viewer, services }, input }) => services.people.grant(viewer, input)),
  revoke: may('delete', 'Membership')
    .input(membershipKey)
    .mutation(({ ctx: { viewer, services }, input }) => services.people.revoke(viewer, input)),
});

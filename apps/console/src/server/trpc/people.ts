import { z } from 'zod';
import { may, router } from './builder.ts';
import { rowId, shortName } from './ids.ts';

const key = z.strictObject({ userId: rowId, tenantId: z.uuid(), roleId: rowId });
const email = z.email().max(320);

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
    .input(
      z.strictObject({
        name: shortName,
        email: email.optional(),
        displayName: z.string().trim().max(128).optional(),
        tenantId: z.uuid(),
        roleId: rowId,
        withPassword: z.boolean().default(true),
      }),
    )
    .mutation(({ ctx: { viewer, services }, input }) => services.people.create(viewer, input)),
  update: may('update', 'User')
    .input(
      z.strictObject({
        id: rowId,
        change: z.strictObject({
          email: email.nullable().optional(),
          displayName: z.string().trim().max(128).optional(),
          state: z.enum(['enabled', 'disabled']).optional(),
        }),
      }),
    )
    .mutation(({ ctx: { viewer, services }, input }) => services.people.update(viewer, input.id, input.change)),
  remove: may('delete', 'User')
    .input(z.strictObject({ id: rowId }))
    .mutation(({ ctx: { viewer, services }, input }) => services.people.remove(viewer, input.id)),
  resetPassword: may('update', 'User')
    .input(z.strictObject({ id: rowId }))
    .mutation(({ ctx: { viewer, services }, input }) => services.people.resetPassword(viewer, input.id)),
  grant: may('create', 'Membership')
    .input(key)
    .mutation(({ ctx: { viewer, services }, input }) => services.people.grant(viewer, input)),
  revoke: may('delete', 'Membership')
    .input(key)
    .mutation(({ ctx: { viewer, services }, input }) => services.people.revoke(viewer, input)),
});

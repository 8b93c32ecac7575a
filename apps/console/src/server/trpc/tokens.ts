import { z } from 'zod';
import { scopes } from '../domain/tokens/scopes.ts';
import { may, router } from './builder.ts';
import { description, rowId } from './ids.ts';

const fields = {
  description: description.optional(),
  allowedCidrs: z.array(z.string().max(64)).max(50).optional(),
  clusterIds: z.array(rowId).max(100).optional(),
};
const scopeList = z.array(z.enum(scopes)).min(1).max(scopes.length);

export const tokensRouter = router({
  list: may('read', 'ApiToken')
    .input(
      z
        .strictObject({
          userId: rowId.optional(),
          serviceAccountId: rowId.optional(),
          state: z.enum(['active', 'revoked']).optional(),
        })
        .default({}),
    )
    .query(({ ctx: { viewer, services }, input }) => services.tokens.list(viewer, input)),
  byId: may('read', 'ApiToken')
    .input(z.strictObject({ id: rowId }))
    .query(({ ctx: { viewer, services }, input }) => services.tokens.byId(viewer, input.id)),
  /** Every scope there is. */
  scopes: may('read', 'ApiToken').query(() => scopes),
  create: may('create', 'ApiToken')
    .input(
      z.strictObject({
        ...fields,
        name: z.string().trim().min(1).max(128),
        scopes: scopeList,
        expiresAt: z.date(),
        serviceAccountId: rowId.optional(),
      }),
    )
    .mutation(({ ctx: { viewer, services }, input }) => services.tokens.create(viewer, input)),
  update: may('update', 'ApiToken')
    .input(
      z.strictObject({
        id: rowId,
        change: z.strictObject({
          ...fields,
          scopes: scopeList.optional(),
          state: z.enum(['active', 'revoked']).optional(),
          expiresAt: z.date().optional(),
        }),
      }),
    )
    .mutation(({ ctx: { viewer, services }, input }) => services.tokens.update(viewer, input.id, input.change)),
  rotate: may('update', 'ApiToken')
    .input(z.strictObject({ id: rowId, overlapMs: z.int().min(0), expiresAt: z.date() }))
    .mutation(({ ctx: { viewer, services }, input: { id, ...how } }) => services.tokens.rotate(viewer, id, how)),
  remove: may('delete', 'ApiToken')
    .input(z.strictObject({ id: rowId }))
    .mutation(({ ctx: { viewer, services }, input }) => services.tokens.delete(viewer, input.id)),
});

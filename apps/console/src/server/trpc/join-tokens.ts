import { z } from 'zod';
import { may, router } from './builder.ts';
import { rowId } from './ids.ts';

/** What lets schedulers and peers in, where `grpc.joinTokens` asks for one. */
export const joinTokensRouter = router({
  list: may('read', 'JoinToken').query(({ ctx: { viewer, services } }) => services.joinTokens.list(viewer)),
  /** The secret is in this answer and nowhere else. */
  create: may('create', 'JoinToken')
    .input(z.strictObject({ name: z.string().trim().min(1).max(64), expiresAt: z.date().nullable().default(null) }))
    .mutation(({ ctx: { viewer, services }, input: { name, expiresAt } }) =>
      services.joinTokens.create(viewer, name, expiresAt),
    ),
  remove: may('delete', 'JoinToken')
    .input(z.strictObject({ id: rowId }))
    .mutation(({ ctx: { viewer, services }, input }) => services.joinTokens.remove(viewer, input.id)),
});

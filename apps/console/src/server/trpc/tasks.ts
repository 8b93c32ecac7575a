import { taskId } from '@damselfly/core';
import { z } from 'zod';
import { may, router } from './builder.ts';
import { whileSignedIn } from './while-signed-in.ts';

const id = z.string().min(1).max(256).transform(taskId);

export const tasksRouter = router({
  list: may('read', 'Task')
    .input(
      z.strictObject({
        search: z.string().max(2048).optional(),
        state: z.enum(['pending', 'running', 'succeeded', 'failed']).optional(),
        clusterId: z.int().positive().optional(),
        cursor: z.string().max(300).optional(),
        // tRPC's infinite query always says which way it pages; there is one way.
        direction: z.literal('forward').optional(),
        limit: z.int().min(1).max(200).default(50),
      }),
    )
    .query(({ ctx: { viewer, services }, input }) => services.tasks.list(viewer, input)),
  byId: may('read', 'Task')
    .input(z.strictObject({ id }))
    .query(({ ctx: { viewer, services }, input }) => services.tasks.byId(viewer, input.id)),
  watch: may('read', 'Task')
    .input(z.strictObject({ id }))
    .subscription(({ ctx, input, signal }) =>
      whileSignedIn(ctx, signal, (stop) => ctx.services.tasks.watch(ctx.viewer, input.id, stop)),
    ),
});

import { taskId } from '@damselfly/core';
import { z } from 'zod';
import { makerOf } from '../domain/jobs/maker.ts';
import { may, router } from './builder.ts';
import { rowId } from './ids.ts';
import { whileSignedIn } from './while-signed-in.ts';

const id = z.string().min(1).max(256).transform(taskId);
/** As `delete_task` takes them, without credentials: those of the tenant are used. */
const clearing = z.strictObject({
  args: z.record(z.string(), z.unknown()),
  clusterIds: z.array(rowId).max(1000).optional(),
});

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
  /** The catalogue: also tasks that no scheduler remembers. */
  search: may('read', 'Task')
    .input(
      z.strictObject({
        search: z.string().max(2048).optional(),
        state: z.enum(['pending', 'running', 'succeeded', 'failed']).optional(),
        kind: z.enum(['standard', 'persistent', 'persistent_cache', 'cache']).optional(),
        clusterId: z.int().positive().optional(),
        application: z.string().max(256).optional(),
        order: z.enum(['updatedAt', 'heat', 'contentLength', 'replicas']).default('updatedAt'),
        cursor: z.string().max(2048).optional(),
        direction: z.literal('forward').optional(),
        limit: z.int().min(1).max(200).default(50),
      }),
    )
    .query(({ ctx: { viewer, services }, input: { direction: _, ...query } }) =>
      services.taskCatalogue.search(viewer, query),
    ),
  catalogued: may('read', 'Task')
    .input(z.strictObject({ id }))
    .query(({ ctx: { viewer, services }, input }) => services.taskCatalogue.byId(viewer, input.id)),
  byId: may('read', 'Task')
    .input(z.strictObject({ id }))
    .query(({ ctx: { viewer, services }, input }) => services.tasks.byId(viewer, input.id)),
  /** Which copies `clear` would remove. */
  clearPreview: may('create', 'Job')
    .input(clearing)
    .query(({ ctx: { viewer, services }, input, signal }) =>
      services.jobs.previewClear(makerOf(viewer), input, signal ?? new AbortController().signal),
    ),
  /** The job that removes them; its items are the receipts, one a task and host. */
  clear: may('create', 'Job')
    .input(clearing.extend({ bio: z.string().max(1024).default('') }))
    .mutation(({ ctx: { viewer, services }, input }) =>
      services.jobs.create(makerOf(viewer), { ...input, type: 'delete_task', strict: true }),
    ),
  watch: may('read', 'Task')
    .input(z.strictObject({ id }))
    .subscription(({ ctx, input, signal }) =>
      whileSignedIn(ctx, signal, (stop) => ctx.services.tasks.watch(ctx.viewer, input.id, stop)),
    ),
});

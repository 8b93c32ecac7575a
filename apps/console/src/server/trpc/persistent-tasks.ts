import { z } from 'zod';
import { may, router } from './builder.ts';
import { rowId } from './ids.ts';

const kind = z.enum(['persistent', 'persistentCache']);
const one = z.strictObject({ clusterId: rowId, kind, id: z.string().min(1).max(256) });
const patience = 30_000;

/** Fires when the caller leaves, or has waited long enough. */
const waiting = (signal: AbortSignal | undefined): AbortSignal =>
  AbortSignal.any([AbortSignal.timeout(patience), ...(signal ? [signal] : [])]);

/** Tasks whose copies are counted. They are made by `dfcache` and `dfstore`, on a host that has the file. */
export const persistentTasksRouter = router({
  list: may('read', 'PersistentTask')
    .input(
      z.strictObject({
        clusterId: rowId,
        kind: kind.optional(),
        search: z.string().max(2048).optional(),
        application: z.string().max(256).optional(),
        tag: z.string().max(256).optional(),
        cursor: z.string().max(300).optional(),
        // tRPC's infinite query always says which way it pages; there is one way.
        direction: z.literal('forward').optional(),
        limit: z.int().min(1).max(500).default(100),
      }),
    )
    .query(({ ctx: { viewer, services }, input: { direction: _, ...query }, signal }) =>
      services.persistentTasks.list(viewer, query, waiting(signal)),
    ),
  byId: may('read', 'PersistentTask')
    .input(one)
    .query(({ ctx: { viewer, services }, input, signal }) =>
      services.persistentTasks.byId(viewer, input, waiting(signal)),
    ),
  update: may('update', 'PersistentTask')
    .input(one.extend({ wantedReplicas: z.int().min(1).max(1000) }))
    .mutation(({ ctx: { viewer, services }, input: { wantedReplicas, ...ref }, signal }) =>
      services.persistentTasks.want(viewer, ref, wantedReplicas, waiting(signal)),
    ),
  /** One receipt a copy. */
  remove: may('delete', 'PersistentTask')
    .input(one)
    .mutation(({ ctx: { viewer, services }, input, signal }) =>
      services.persistentTasks.remove(viewer, input, waiting(signal)),
    ),
});

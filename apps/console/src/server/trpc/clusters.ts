import { z } from 'zod';
import { blockRules, clusterChange, clusterSettings } from '../domain/clusters/cluster-settings.ts';
import { may, router } from './builder.ts';
import { pollWhileSignedIn } from './while-signed-in.ts';

const clusterId = z
  .int()
  .positive()
  .max(2 ** 31 - 1);

/** Why a change is made, and which revision it is a change to. */
const note = z.strictObject({
  comment: z.string().max(1024).optional(),
  expectedRevision: z.int().min(0).optional(),
});

export const clustersRouter = router({
  list: may('read', 'SchedulerCluster').query(({ ctx: { viewer, services } }) => services.clusters.list(viewer)),
  byId: may('read', 'SchedulerCluster')
    .input(z.strictObject({ id: clusterId }))
    .query(({ ctx: { viewer, services }, input }) => services.clusters.byId(viewer, input.id)),
  settings: may('read', 'SchedulerCluster')
    .input(z.strictObject({ id: clusterId }))
    .query(({ ctx: { viewer, services }, input }) => services.clusterAdmin.settings(viewer, input.id)),
  create: may('create', 'SchedulerCluster')
    .input(z.strictObject({ tenantId: z.uuid().nullable(), settings: clusterSettings, note: note.optional() }))
    .mutation(({ ctx: { viewer, services }, input: { tenantId, settings, note } }) =>
      services.clusterAdmin.create(viewer, tenantId, settings, note),
    ),
  update: may('update', 'SchedulerCluster')
    .input(z.strictObject({ id: clusterId, change: clusterChange, note: note.optional() }))
    .mutation(({ ctx: { viewer, services }, input: { id, change, note } }) =>
      services.clusterAdmin.update(viewer, id, change, note),
    ),
  remove: may('delete', 'SchedulerCluster')
    .input(z.strictObject({ id: clusterId, note: note.optional() }))
    .mutation(({ ctx: { viewer, services }, input: { id, note } }) => services.clusterAdmin.remove(viewer, id, note)),
  history: may('read', 'SchedulerCluster')
    .input(z.strictObject({ id: clusterId }))
    .query(({ ctx: { viewer, services }, input }) => services.clusterAdmin.history(viewer, input.id)),
  rollback: may('update', 'SchedulerCluster')
    .input(z.strictObject({ id: clusterId, revision: z.int().positive(), note: note.optional() }))
    .mutation(({ ctx: { viewer, services }, input: { id, revision, note } }) =>
      services.clusterAdmin.rollback(viewer, id, revision, note),
    ),
  landings: may('read', 'SchedulerCluster')
    .input(
      z.strictObject({
        hostname: z.string().min(1).max(253),
        ip: z.string().min(1).max(64),
        idc: z.string().max(1024).default(''),
        location: z.string().max(1024).default(''),
      }),
    )
    .query(({ ctx: { viewer, services }, input }) => services.clusters.landings(viewer, input)),
  /** Which tasks a list of rules would have blocked. */
  blockPreview: may('read', 'SchedulerCluster')
    .input(
      z.strictObject({
        clusterId: clusterId.optional(),
        family: z.enum(['task', 'persistentTask', 'persistentCacheTask']),
        rules: blockRules,
      }),
    )
    .query(({ ctx: { viewer, services }, input }) => services.blockPreview(viewer, input)),
  watch: may('read', 'SchedulerCluster')
    .input(z.strictObject({ id: clusterId }))
    .subscription(({ ctx, input, signal }) =>
      pollWhileSignedIn(ctx, signal, (viewer) => ctx.services.clusters.byId(viewer, input.id)),
    ),
  watchMap: may('read', 'SchedulerCluster')
    .input(z.strictObject({ id: clusterId }))
    .subscription(({ ctx, input, signal }) =>
      pollWhileSignedIn(ctx, signal, (viewer) => ctx.services.swarmMaps.ofCluster(viewer, input.id)),
    ),
});

import { z } from 'zod';
import { may, router } from './builder.ts';
import { pollWhileSignedIn } from './while-signed-in.ts';

const clusterId = z
  .int()
  .positive()
  .max(2 ** 31 - 1);

export const clustersRouter = router({
  list: may('read', 'SchedulerCluster').query(({ ctx: { viewer, services } }) => services.clusters.list(viewer)),
  byId: may('read', 'SchedulerCluster')
    .input(z.strictObject({ id: clusterId }))
    .query(({ ctx: { viewer, services }, input }) => services.clusters.byId(viewer, input.id)),
  watch: may('read', 'SchedulerCluster')
    .input(z.strictObject({ id: clusterId }))
    .subscription(({ ctx, input, signal }) =>
      pollWhileSignedIn(ctx, signal, (viewer) => ctx.services.clusters.byId(viewer, input.id)),
    ),
});

import { z } from 'zod';
import { may, router } from './builder.ts';
import { pollWhileSignedIn } from './while-signed-in.ts';

const filter = z.strictObject({ clusterId: z.int().positive().optional() }).optional();

export const overviewRouter = router({
  summary: may('read', 'Overview')
    .input(filter)
    .query(({ ctx: { viewer, services }, input }) => services.overview.summary(viewer, input?.clusterId)),
  watch: may('read', 'Overview')
    .input(filter)
    .subscription(({ ctx, input, signal }) =>
      pollWhileSignedIn(ctx, signal, (viewer) => ctx.services.overview.summary(viewer, input?.clusterId)),
    ),
});

import { may, router } from './builder.ts';
import { pollWhileSignedIn } from './while-signed-in.ts';

export const overviewRouter = router({
  summary: may('read', 'Overview').query(({ ctx: { viewer, services } }) => services.overview.summary(viewer)),
  watch: may('read', 'Overview').subscription(({ ctx, signal }) =>
    pollWhileSignedIn(ctx, signal, (viewer) => ctx.services.overview.summary(viewer)),
  ),
});

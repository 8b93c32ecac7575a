import { router } from './builder.ts';
import { clustersRouter } from './clusters.ts';
import { jobsRouter } from './jobs.ts';
import { overviewRouter } from './overview.ts';
import { recordingsRouter } from './recordings.ts';
import { registryCredentialsRouter } from './registry-credentials.ts';
import { savedViewsRouter } from './saved-views.ts';
import { sessionRouter } from './session.ts';
import { systemRouter } from './system.ts';
import { tasksRouter } from './tasks.ts';
import { usageRouter } from './usage.ts';

export const appRouter = router({
  session: sessionRouter,
  overview: overviewRouter,
  clusters: clustersRouter,
  tasks: tasksRouter,
  jobs: jobsRouter,
  registryCredentials: registryCredentialsRouter,
  recordings: recordingsRouter,
  savedViews: savedViewsRouter,
  usage: usageRouter,
  system: systemRouter,
});

/** The console's API as browsers see it: `import type` only. */
export type AppRouter = typeof appRouter;

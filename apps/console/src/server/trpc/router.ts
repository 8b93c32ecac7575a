import { applicationsRouter } from './applications.ts';
import { auditRouter } from './audit.ts';
import { schedulesRouter, triggersRouter, webhooksRouter } from './automation.ts';
import { router } from './builder.ts';
import { clustersRouter } from './clusters.ts';
import { gcRouter } from './gc.ts';
import { hostsRouter } from './hosts.ts';
import { identityProvidersRouter } from './identity-providers.ts';
import { jobsRouter } from './jobs.ts';
import { joinTokensRouter } from './join-tokens.ts';
import { membersRouter } from './members.ts';
import { overviewRouter } from './overview.ts';
import { peopleRouter } from './people.ts';
import { persistentTasksRouter } from './persistent-tasks.ts';
import { quotasRouter } from './quotas.ts';
import { recordingsRouter } from './recordings.ts';
import { registryCredentialsRouter } from './registry-credentials.ts';
import { rolesRouter } from './roles.ts';
import { savedViewsRouter } from './saved-views.ts';
import { serviceAccountsRouter } from './service-accounts.ts';
import { sessionRouter } from './session.ts';
import { systemRouter } from './system.ts';
import { tasksRouter } from './tasks.ts';
import { tenantsRouter } from './tenants.ts';
import { tokensRouter } from './tokens.ts';
import { usageRouter } from './usage.ts';

export const appRouter = router({
  session: sessionRouter,
  overview: overviewRouter,
  clusters: clustersRouter,
  hosts: hostsRouter,
  members: membersRouter,
  applications: applicationsRouter,
  tasks: tasksRouter,
  persistentTasks: persistentTasksRouter,
  jobs: jobsRouter,
  registryCredentials: registryCredentialsRouter,
  schedules: schedulesRouter,
  triggers: triggersRouter,
  webhooks: webhooksRouter,
  recordings: recordingsRouter,
  savedViews: savedViewsRouter,
  usage: usageRouter,
  quotas: quotasRouter,
  people: peopleRouter,
  roles: rolesRouter,
  tenants: tenantsRouter,
  serviceAccounts: serviceAccountsRouter,
  tokens: tokensRouter,
  identityProviders: identityProvidersRouter,
  audit: auditRouter,
  gc: gcRouter,
  joinTokens: joinTokensRouter,
  system: systemRouter,
});

/** The console's API as browsers see it: `import type` only. */
export type AppRouter = typeof appRouter;

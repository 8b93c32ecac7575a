import type { Route } from '../route.ts';
import { applicationRoutes } from './applications.ts';
import { auditRoutes } from './audit.ts';
import { automationRoutes, hookRoutes } from './automation.ts';
import { catalogueRoutes } from './catalogue.ts';
import { clusterRoutes } from './clusters.ts';
import { dragonflyClusterRoutes } from './dragonfly-clusters.ts';
import { dragonflyJobRoutes } from './dragonfly-jobs.ts';
import { jobRoutes } from './jobs.ts';
import { quotaRoutes } from './quotas.ts';
import { registryCredentialRoutes } from './registry-credentials.ts';
import { tokenRoutes } from './tokens.ts';

/** Every route there is: what serves them, what guards them and what describes them is made from it. */
export const routes: readonly Route[] = [
  ...dragonflyJobRoutes('/oapi/v1'),
  ...dragonflyJobRoutes('/api/v1'),
  ...dragonflyClusterRoutes('/oapi/v1'),
  ...dragonflyClusterRoutes('/api/v1'),
  ...tokenRoutes,
  ...clusterRoutes,
  ...applicationRoutes,
  ...catalogueRoutes,
  ...jobRoutes,
  ...registryCredentialRoutes,
  ...quotaRoutes,
  ...auditRoutes,
  ...automationRoutes,
  ...hookRoutes,
];

import type { Route } from '../route.ts';
import { accessRoutes } from './access.ts';
import { applicationRoutes } from './applications.ts';
import { auditRoutes } from './audit.ts';
import { automationRoutes, hookRoutes } from './automation.ts';
import { catalogueRoutes } from './catalogue.ts';
import { clusterRoutes } from './clusters.ts';
import { configCodeRoutes } from './config-code.ts';
import { dragonflyApplicationRoutes } from './dragonfly-applications.ts';
import { dragonflyAuditRoutes } from './dragonfly-audits.ts';
import { dragonflyClusterRoutes } from './dragonfly-clusters.ts';
import { configRoutes } from './dragonfly-configs.ts';
import { dragonflyJobRoutes } from './dragonfly-jobs.ts';
import { schedulerRoutes, seedPeerRoutes } from './dragonfly-members.ts';
import { oauthRoutes } from './dragonfly-oauth.ts';
import { peerRoutes } from './dragonfly-peers.ts';
import { persistentCacheTaskRoutes } from './dragonfly-persistent.ts';
import { roleRoutes } from './dragonfly-roles.ts';
import { userRoutes } from './dragonfly-users.ts';
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
  ...dragonflyApplicationRoutes,
  ...schedulerRoutes,
  ...seedPeerRoutes,
  ...peerRoutes,
  ...configRoutes,
  ...dragonflyAuditRoutes,
  ...userRoutes,
  ...roleRoutes,
  ...oauthRoutes,
  ...persistentCacheTaskRoutes,
  ...tokenRoutes,
  ...clusterRoutes,
  ...applicationRoutes,
  ...catalogueRoutes,
  ...configCodeRoutes,
  ...jobRoutes,
  ...registryCredentialRoutes,
  ...quotaRoutes,
  ...auditRoutes,
  ...accessRoutes,
  ...automationRoutes,
  ...hookRoutes,
];

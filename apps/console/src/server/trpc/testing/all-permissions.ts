import { applicationsPermissions } from '../applications.permissions.ts';
import { auditPermissions } from '../audit.permissions.ts';
import { automationPermissions } from '../automation.permissions.ts';
import { clustersPermissions } from '../clusters.permissions.ts';
import { gcPermissions } from '../gc.permissions.ts';
import { hostsPermissions } from '../hosts.permissions.ts';
import { identityProvidersPermissions } from '../identity-providers.permissions.ts';
import { jobsPermissions } from '../jobs.permissions.ts';
import { joinTokensPermissions } from '../join-tokens.permissions.ts';
import { membersPermissions } from '../members.permissions.ts';
import { overviewPermissions } from '../overview.permissions.ts';
import { peoplePermissions } from '../people.permissions.ts';
import { persistentTasksPermissions } from '../persistent-tasks.permissions.ts';
import { quotasPermissions } from '../quotas.permissions.ts';
import { recordingsPermissions } from '../recordings.permissions.ts';
import { registryCredentialsPermissions } from '../registry-credentials.permissions.ts';
import { rolesPermissions } from '../roles.permissions.ts';
import { savedViewsPermissions } from '../saved-views.permissions.ts';
import { serviceAccountsPermissions } from '../service-accounts.permissions.ts';
import { sessionPermissions } from '../session.permissions.ts';
import { systemPermissions } from '../system.permissions.ts';
import { tasksPermissions } from '../tasks.permissions.ts';
import { tenantsPermissions } from '../tenants.permissions.ts';
import { tokensPermissions } from '../tokens.permissions.ts';
import { usagePermissions } from '../usage.permissions.ts';
import type { PermissionTable } from './permission-table.ts';

/** Every procedure. Whoever adds one adds a line to the table beside its router, and a new table here. */
export const allPermissions: PermissionTable = {
  ...applicationsPermissions,
  ...auditPermissions,
  ...automationPermissions,
  ...clustersPermissions,
  ...gcPermissions,
  ...hostsPermissions,
  ...identityProvidersPermissions,
  ...jobsPermissions,
  ...joinTokensPermissions,
  ...membersPermissions,
  ...overviewPermissions,
  ...peoplePermissions,
  ...quotasPermissions,
  ...persistentTasksPermissions,
  ...recordingsPermissions,
  ...registryCredentialsPermissions,
  ...rolesPermissions,
  ...savedViewsPermissions,
  ...serviceAccountsPermissions,
  ...sessionPermissions,
  ...systemPermissions,
  ...tasksPermissions,
  ...tenantsPermissions,
  ...tokensPermissions,
  ...usagePermissions,
};

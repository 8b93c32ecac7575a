/** What may be done to a subject. `use` is to let work run with it; `manage` is all of them. */
export const actions = ['create', 'read', 'update', 'delete', 'use', 'manage'] as const;
export type Action = (typeof actions)[number];

/** What permissions speak about: rows of the database, live data, and `all`. */
export const subjects = [
  'ApiToken',
  'Application',
  'AuditEvent',
  'ConfigRevision',
  'Host',
  'IdentityProvider',
  'Job',
  'JoinToken',
  'Membership',
  'Overview',
  'PersistentTask',
  'Quota',
  'RegistryCredential',
  'Role',
  'SavedView',
  'Schedule',
  'Scheduler',
  'SchedulerCluster',
  'SeedPeer',
  'SeedPeerCluster',
  'ServiceAccount',
  'Session',
  'Setting',
  'System',
  'Task',
  'Tenant',
  'Trigger',
  'Usage',
  'User',
  'Webhook',
  'all',
] as const;
export type Subject = (typeof subjects)[number];

/**
 * Every field must equal its value; several rules for one action and subject are alternatives. A field of a related row is
 * named by its path: `schedulerCluster.tenantId`, and `memberships.some.tenantId` where there are many.
 */
export type Conditions = Readonly<Record<string, string | number | boolean | null>>;

/** One thing somebody may do. Without conditions it holds for every row. */
export interface AccessRule {
  readonly action: Action;
  readonly subject: Subject;
  readonly conditions?: Conditions;
}

/** On whose behalf a store is read: rows that no rule allows do not exist for the reader. */
export interface Reader {
  readonly rules: readonly AccessRule[];
}

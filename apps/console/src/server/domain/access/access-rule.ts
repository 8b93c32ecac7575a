/** What may be done to a subject. `manage` is all of them. */
export const actions = ['create', 'read', 'update', 'delete', 'manage'] as const;
export type Action = (typeof actions)[number];

/** What permissions speak about: rows of the database, live data, and `all`. */
export const subjects = [
  'Application',
  'AuditEvent',
  'Host',
  'Membership',
  'Overview',
  'Role',
  'Scheduler',
  'SchedulerCluster',
  'SeedPeer',
  'SeedPeerCluster',
  'Session',
  'System',
  'Task',
  'Tenant',
  'User',
  'all',
] as const;
export type Subject = (typeof subjects)[number];

/** Every field must equal its value; several rules for one action and subject are alternatives. */
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

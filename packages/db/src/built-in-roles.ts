interface Permission {
  readonly action: string;
  readonly subject: string;
  readonly conditions?: Readonly<Record<string, string | boolean | null>>;
}

export interface BuiltInRole {
  readonly name: string;
  readonly scope: 'platform' | 'tenant';
  readonly description: string;
  readonly permissions: readonly Permission[];
}

/** Rows of the tenant. */
const own = { tenantId: '$tenantId' };
/** Rows of everybody. */
const shared = { tenantId: null };

const each = (action: string, subjects: readonly string[], conditions?: Permission['conditions']): Permission[] =>
  subjects.map((subject) => ({ action, subject, ...(conditions && { conditions }) }));

/** What hangs on a cluster belongs to the cluster's tenant. */
const ofClusters = (action: string, whose: string | null): Permission[] => [
  ...each(action, ['SchedulerCluster', 'SeedPeerCluster'], { tenantId: whose }),
  ...each(action, ['Scheduler', 'Host'], { 'schedulerCluster.tenantId': whose }),
  ...each(action, ['SeedPeer'], { 'seedPeerCluster.tenantId': whose }),
];

/** What people and programs in a tenant make for it. */
const work = ['Application', 'Job', 'Schedule', 'Trigger', 'Webhook', 'RegistryCredential'];

/** What is the tenant's, and what nobody claims in its own clusters and the shared ones. */
const claimedOrShared = (action: string, subjects: readonly string[]): Permission[] =>
  subjects.flatMap((subject) => [
    { action, subject, conditions: own },
    { action, subject, conditions: { ...shared, 'schedulerCluster.tenantId': '$tenantId' } },
    { action, subject, conditions: { ...shared, 'schedulerCluster.tenantId': null } },
  ]);

/** A person's own things in the tenant they work in. */
const mine: readonly Permission[] = [
  { action: 'read', subject: 'SavedView', conditions: { ...own, shared: true } },
  ...each('manage', ['SavedView', 'ApiToken'], { ...own, userId: '$userId' }),
];

/** What every role of a tenant sees: the running system, the rows of its tenant and those of everybody; and its own things. */
const look: readonly Permission[] = [
  ...each('read', ['Overview', 'System']),
  ...ofClusters('read', null),
  ...ofClusters('read', '$tenantId'),
  ...claimedOrShared('read', ['Task', 'PersistentTask', 'Usage']),
  ...each('read', [...work, 'Quota', 'Setting'], own),
  { action: 'read', subject: 'Tenant', conditions: { id: '$tenantId' } },
  ...mine,
];

/** May let work run on the tenant's clusters and the shared ones, with the credentials the tenant keeps. */
const useClusters: readonly Permission[] = [
  ...each('use', ['SchedulerCluster'], shared),
  ...each('use', ['SchedulerCluster', 'RegistryCredential', 'Application'], own),
];

/** What keeps the platform running, whoever it belongs to. */
const running = [
  ...['SchedulerCluster', 'SeedPeerCluster', 'Scheduler', 'SeedPeer', 'Host', 'JoinToken'],
  ...['Task', 'PersistentTask', ...work, 'Setting', 'ConfigRevision', 'Quota'],
];

/** The roles that come with the program. Dragonfly's `root` is a platform administrator, its `guest` a viewer. */
export const builtInRoles: readonly BuiltInRole[] = [
  {
    name: 'platform-admin',
    scope: 'platform',
    description: 'Everything, in every tenant',
    permissions: [{ action: 'manage', subject: 'all' }],
  },
  {
    name: 'operator',
    scope: 'platform',
    description: 'Runs clusters, jobs and settings in every tenant; people and roles are not theirs to change',
    permissions: [...each('read', ['Overview', 'System', 'Tenant', 'Usage']), ...each('manage', running), ...mine],
  },
  {
    name: 'auditor',
    scope: 'platform',
    description:
      'Reads everything in every tenant, the audit log as well, and changes nothing but their own tokens and views',
    permissions: [...each('read', ['all']), ...mine],
  },
  {
    name: 'tenant-admin',
    scope: 'tenant',
    description: 'Everything that belongs to the tenant; shared clusters to use',
    permissions: [
      ...look,
      ...useClusters,
      ...ofClusters('manage', '$tenantId'),
      ...each('manage', ['Task', 'PersistentTask', ...work], own),
      ...each('manage', ['Membership', 'Role', 'ServiceAccount', 'ApiToken', 'Setting'], own),
      ...each('read', ['AuditEvent', 'ConfigRevision'], own),
      { action: 'read', subject: 'Role', conditions: { ...shared, scope: 'tenant' } },
      ...['create', 'read'].map((action) => ({
        ...{ action, subject: 'User' },
        conditions: { 'memberships.some.tenantId': '$tenantId' },
      })),
      { action: 'update', subject: 'Tenant', conditions: { id: '$tenantId' } },
      { action: 'manage', subject: 'JoinToken', conditions: { 'schedulerCluster.tenantId': '$tenantId' } },
    ],
  },
  {
    name: 'developer',
    scope: 'tenant',
    description: 'Preheats, schedules and clears what belongs to the tenant, and looks after its applications',
    permissions: [...look, ...useClusters, ...each('manage', ['Task', 'PersistentTask', ...work], own)],
  },
  {
    name: 'preheater',
    scope: 'tenant',
    description: 'Starts preheats and follows them',
    permissions: [...look, ...useClusters, ...each('create', ['Job'], own), ...each('update', ['Job'], own)],
  },
  { name: 'viewer', scope: 'tenant', description: 'Looks, and changes nothing', permissions: look },
];

interface BuiltInRole {
  readonly name: string;
  readonly scope: 'platform' | 'tenant';
  readonly description: string;
  readonly permissions: readonly {
    readonly action: string;
    readonly subject: string;
    readonly conditions?: Readonly<Record<string, string | null>>;
  }[];
}

const own = { tenantId: '$tenantId' };
const shared = { tenantId: null };

/** What every role sees: the running system, and the rows of its tenant or of everybody. */
const look: BuiltInRole['permissions'] = [
  ...['Overview', 'Task', 'Host', 'System'].map((subject) => ({ action: 'read', subject })),
  ...['SchedulerCluster', 'SeedPeerCluster'].flatMap((subject) => [
    { action: 'read', subject, conditions: shared },
    { action: 'read', subject, conditions: own },
  ]),
  { action: 'read', subject: 'Application', conditions: own },
  { action: 'read', subject: 'Tenant', conditions: { id: '$tenantId' } },
];

/** The roles of a new database. Dragonfly's `root` is a platform administrator, its `guest` a viewer. */
export const builtInRoles: readonly BuiltInRole[] = [
  {
    name: 'platform-admin',
    scope: 'platform',
    description: 'Everything, in every tenant',
    permissions: [{ action: 'manage', subject: 'all' }],
  },
  {
    name: 'tenant-admin',
    scope: 'tenant',
    description: 'Everything that belongs to the tenant; shared clusters to look at',
    permissions: [
      ...look,
      ...['SchedulerCluster', 'SeedPeerCluster', 'Application', 'Membership', 'Role'].map((subject) => ({
        action: 'manage',
        subject,
        conditions: own,
      })),
      { action: 'read', subject: 'AuditEvent', conditions: own },
    ],
  },
  { name: 'viewer', scope: 'tenant', description: 'Looks, and changes nothing', permissions: look },
];

import type { AccessRule, Action, Conditions, Subject } from '../access/access-rule.ts';
import { alternatives, withinTenant } from '../access/tenancy.ts';

type OneSubject = Exclude<Subject, 'all'>;

/** What `<resource>:read` and `<resource>:write` speak of. */
const resources = {
  job: ['Job'],
  schedule: ['Schedule'],
  trigger: ['Trigger'],
  webhook: ['Webhook'],
  registry: ['RegistryCredential'],
  cluster: ['SchedulerCluster', 'SeedPeerCluster', 'Scheduler', 'SeedPeer', 'Host'],
  task: ['Task', 'PersistentTask'],
  application: ['Application'],
  config: ['Setting', 'ConfigRevision', 'Quota'],
  usage: ['Usage', 'Quota'],
  access: ['Tenant', 'User', 'Membership', 'Role', 'ServiceAccount', 'IdentityProvider'],
  audit: ['AuditEvent'],
} as const satisfies Record<string, readonly OneSubject[]>;
type Resource = keyof typeof resources;
const resourceNames = Object.keys(resources) as Resource[];

/** Every scope a token may have. Dragonfly's `job` and `cluster` are `job:write` and `cluster:write`. */
export const scopes = [
  'job',
  'cluster',
  ...resourceNames.flatMap((name) => [`${name}:read`, `${name}:write`]),
] as const;

/** What any token may look at: who it is, and that the system runs. */
const always: readonly (readonly [Action, OneSubject])[] = [
  ['read', 'Overview'],
  ['read', 'System'],
  ['read', 'Tenant'],
];

function allowedBy(scope: string): (readonly [Action, OneSubject])[] {
  const [name, verb = 'write'] = scope.split(':');
  const resource = resourceNames.find((known) => known === name);
  if (resource === undefined) return [];
  const acts: readonly Action[] = verb === 'write' ? ['read', 'create', 'update', 'delete'] : ['read'];
  const direct = resources[resource].flatMap((subject) => acts.map((action) => [action, subject] as const));
  // Work runs on clusters, with what the tenant keeps for it.
  const needed =
    ['job', 'schedule', 'trigger'].includes(resource) && verb === 'write'
      ? ([
          ['read', 'SchedulerCluster'],
          ['use', 'SchedulerCluster'],
          ['use', 'RegistryCredential'],
          ['use', 'Application'],
        ] as const)
      : [];
  return [...direct, ...needed];
}

/** How a row says which cluster it is of; rows of other subjects are of none. */
const clusterField: Partial<Record<OneSubject, string>> = {
  Host: 'schedulerClusterId',
  Job: 'schedulerClusters.some.schedulerClusterId',
  JoinToken: 'schedulerClusterId',
  PersistentTask: 'schedulerClusterId',
  Schedule: 'clusterIds.has',
  Scheduler: 'schedulerClusterId',
  SchedulerCluster: 'id',
  SeedPeer: 'seedPeerCluster.schedulerClusters.some.schedulerClusterId',
  SeedPeerCluster: 'schedulerClusters.some.schedulerClusterId',
  Task: 'schedulerClusterId',
  Trigger: 'clusterIds.has',
  Usage: 'schedulerClusterId',
};
/** Made for clusters that are asked for one by one (`use SchedulerCluster`), before there is a row. */
const boundByUse: readonly OneSubject[] = ['Job', 'Schedule', 'Trigger'];

export interface TokenBounds {
  readonly tenantId: string;
  readonly scopes: readonly string[];
  /** None: all that the tenant may use. */
  readonly clusterIds: readonly number[];
}

/** What is left of its holder's rules for a token: its scopes, in its tenant, on its clusters. */
export function narrowed(rules: readonly AccessRule[], { tenantId, scopes, clusterIds }: TokenBounds): AccessRule[] {
  const wanted = new Map(
    [...always, ...scopes.flatMap(allowedBy)].map((pair) => [pair.join(' '), pair] as const),
  ).values();
  return [...wanted].flatMap(([action, subject]) =>
    rules
      .filter(
        (rule) =>
          (rule.action === action || rule.action === 'manage') && (rule.subject === subject || rule.subject === 'all'),
      )
      .flatMap(({ conditions }) => withinTenant({ action, subject, ...(conditions && { conditions }) }, tenantId))
      .flatMap((rule) => alternatives(rule, ofClusters(action, subject, clusterIds))),
  );
}

function ofClusters(action: Action, subject: OneSubject, clusterIds: readonly number[]): Conditions[] {
  const field = clusterField[subject];
  if (clusterIds.length === 0 || field === undefined) return [{}];
  if (action === 'create' && boundByUse.includes(subject)) return [{}];
  return clusterIds.map((id) => ({ [field]: id }));
}

/** Whether this version knows a scope. */
export const isScope = (text: string): boolean => scopes.some((known) => known === text);

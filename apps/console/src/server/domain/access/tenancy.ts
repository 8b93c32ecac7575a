import type { AccessRule, Conditions, Subject } from './access-rule.ts';

const ofTenant = (tenantId: string): Conditions[] => [{ tenantId }];
const ofTenantOrShared =
  (field: string) =>
  (tenantId: string): Conditions[] => [{ [field]: tenantId }, { [field]: null }];
const claimedOrShared = (tenantId: string): Conditions[] => [
  { tenantId },
  { tenantId: null, 'schedulerCluster.tenantId': tenantId },
  { tenantId: null, 'schedulerCluster.tenantId': null },
];
const everybody = (): Conditions[] => [{}];
const nobody = (): Conditions[] => [];

/** What a row of each subject looks like that belongs to a tenant, or to everybody in it. */
const rowsOf: Readonly<Record<Exclude<Subject, 'all'>, (tenantId: string) => Conditions[]>> = {
  ApiToken: ofTenant,
  Application: ofTenant,
  AuditEvent: ofTenant,
  ConfigRevision: ofTenant,
  Host: ofTenantOrShared('schedulerCluster.tenantId'),
  IdentityProvider: nobody,
  Job: ofTenant,
  JoinToken: (tenantId) => [{ 'schedulerCluster.tenantId': tenantId }],
  Membership: ofTenant,
  Overview: everybody,
  PersistentTask: claimedOrShared,
  Quota: ofTenant,
  RegistryCredential: ofTenant,
  Role: (tenantId) => [{ tenantId }, { tenantId: null, scope: 'tenant' }],
  SavedView: ofTenant,
  Schedule: ofTenant,
  Scheduler: ofTenantOrShared('schedulerCluster.tenantId'),
  SchedulerCluster: ofTenantOrShared('tenantId'),
  SeedPeer: ofTenantOrShared('seedPeerCluster.tenantId'),
  SeedPeerCluster: ofTenantOrShared('tenantId'),
  ServiceAccount: ofTenant,
  Session: nobody,
  Setting: ofTenant,
  System: everybody,
  Task: claimedOrShared,
  Tenant: (tenantId) => [{ id: tenantId }],
  Trigger: ofTenant,
  Usage: claimedOrShared,
  User: (tenantId) => [{ 'memberships.some.tenantId': tenantId }],
  Webhook: ofTenant,
};

/** A rule, for rows of one tenant and the shared ones only. The rule's subject is one, not `all`. */
export const withinTenant = (
  rule: AccessRule & { readonly subject: Exclude<Subject, 'all'> },
  tenantId: string,
): AccessRule[] => alternatives(rule, rowsOf[rule.subject](tenantId));

/** A rule for each of several conditions, its own added; none for those that contradict it. */
export const alternatives = (rule: AccessRule, conditions: readonly Conditions[]): AccessRule[] =>
  conditions.flatMap((more) => {
    const own = rule.conditions ?? {};
    if (Object.entries(more).some(([field, value]) => Object.hasOwn(own, field) && own[field] !== value)) return [];
    const both = { ...own, ...more };
    const { action, subject } = rule;
    return [Object.keys(both).length === 0 ? { action, subject } : { action, subject, conditions: both }];
  });

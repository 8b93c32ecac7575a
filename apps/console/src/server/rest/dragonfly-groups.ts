import type { Action, Subject } from '../domain/access/access-rule.ts';

type OneSubject = Exclude<Subject, 'all'>;

/** Dragonfly's groups of routes, which its permissions speak of, and what they are here. */
const subjectOf = {
  users: 'User',
  roles: 'Role',
  permissions: 'Membership',
  oauth: 'IdentityProvider',
  clusters: 'SchedulerCluster',
  'scheduler-clusters': 'SchedulerCluster',
  schedulers: 'Scheduler',
  'scheduler-features': 'System',
  'seed-peer-clusters': 'SeedPeerCluster',
  'seed-peers': 'SeedPeer',
  peers: 'Host',
  configs: 'Setting',
  jobs: 'Job',
  applications: 'Application',
  'personal-access-tokens': 'ApiToken',
  'persistent-cache-tasks': 'PersistentTask',
  audits: 'AuditEvent',
} as const satisfies Record<string, OneSubject>;

export type Group = keyof typeof subjectOf;
export const groups = Object.keys(subjectOf) as readonly Group[];

const groupOf = new Map<string, Group>(groups.map((group) => [subjectOf[group], group] as const).reverse());

/** `read`, or `*` for everything. */
export type DragonflyAction = 'read' | '*';

export const permissionOf = (object: Group, action: DragonflyAction): { action: Action; subject: OneSubject } => ({
  action: action === '*' ? 'manage' : 'read',
  subject: subjectOf[object],
});

/** A permission as Dragonfly would say it; nothing for what it has no word for. */
export function dragonflyPermission({ action, subject }: { readonly action: string; readonly subject: string }) {
  const word = action === 'manage' ? '*' : action === 'read' ? 'read' : undefined;
  if (word === undefined) return [];
  const objects = subject === 'all' ? groups : [groupOf.get(subject) ?? []].flat();
  return objects.map((object) => ({ object, action: word }) as const);
}

const ourNames: Readonly<Record<string, string>> = { root: 'platform-admin', guest: 'viewer' };
const theirNames: Readonly<Record<string, string>> = { 'platform-admin': 'root', viewer: 'guest' };

/** Dragonfly's `root` and `guest` are two of the built-in roles. */
export const ourRole = (name: string): string => ourNames[name] ?? name;
export const dragonflyRole = (name: string): string => theirNames[name] ?? name;

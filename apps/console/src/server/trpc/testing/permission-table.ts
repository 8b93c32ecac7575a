import type { ConsoleFixture } from '../../../testing/console-fixture.ts';

type Caller = ReturnType<ConsoleFixture['callerOf']>;

/** Every built-in role, the widest first. */
export const roles = [
  'platform-admin',
  'operator',
  'auditor',
  'tenant-admin',
  'developer',
  'preheater',
  'viewer',
] as const;
export type Role = (typeof roles)[number];

/** Ids of the rows of one tenant, or of rows that do not exist. A table that needs more of them adds them here. */
export interface Place {
  readonly tenantId: string;
  readonly clusterId: number;
  readonly userId: number;
  readonly roleId: number;
  readonly tokenId: number;
  readonly serviceAccountId: number;
  readonly sessionId: string;
  readonly taskId: string;
  readonly jobId: number;
  readonly credentialId: number;
  readonly scheduleId: number;
  readonly triggerId: number;
  readonly webhookId: number;
  readonly savedViewId: number;
  readonly hostId: number;
  readonly applicationId: number;
  readonly schedulerId: number;
  readonly seedPeerId: number;
}

/** Who gets past a procedure's permission, and how to call it with the ids of a place. */
export interface Line {
  readonly allowed: readonly Role[];
  readonly call: (caller: Caller, at: Place) => Promise<unknown>;
}

/** The lines of a router, by the whole path of each procedure: `clusters.list`. */
export type PermissionTable = Readonly<Record<string, Line>>;

export const everyone: readonly Role[] = [...roles];
export const platformAdmin: readonly Role[] = ['platform-admin'];
/** Whoever runs clusters: everybody's, or a tenant's. */
export const clusterAdmins: readonly Role[] = ['platform-admin', 'operator', 'tenant-admin'];
/** Whoever makes things in a tenant: applications, schedules, credentials. */
export const makers: readonly Role[] = ['platform-admin', 'operator', 'tenant-admin', 'developer'];
/** Whoever starts work. */
export const preheaters: readonly Role[] = [...makers, 'preheater'];
/** Whoever says who may do what: everywhere, or in a tenant. */
export const accessAdmins: readonly Role[] = ['platform-admin', 'tenant-admin'];
export const accessReaders: readonly Role[] = ['platform-admin', 'auditor', 'tenant-admin'];

export const nowhere: Place = {
  tenantId: '00000000-0000-4000-8000-000000000000',
  clusterId: 999_999,
  userId: 999_999,
  roleId: 999_999,
  tokenId: 999_999,
  serviceAccountId: 999_999,
  sessionId: '00000000-0000-4000-8000-000000000000',
  taskId: 'task-nowhere',
  jobId: 999_999,
  credentialId: 999_999,
  scheduleId: 999_999,
  triggerId: 999_999,
  webhookId: 999_999,
  savedViewId: 999_999,
  hostId: 999_999,
  applicationId: 999_999,
  schedulerId: 999_999,
  seedPeerId: 999_999,
};

/** The first item of a stream. */
export async function firstOf(stream: AsyncIterable<unknown>): Promise<unknown> {
  for await (const item of stream) return item;
  return undefined;
}

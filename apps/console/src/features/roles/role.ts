import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '../../server/trpc/router.ts';

export type Role = inferRouterOutputs<AppRouter>['roles']['list'][number];
export type RoleFields = inferRouterInputs<AppRouter>['roles']['create'];
export type Permission = RoleFields['permissions'][number];
export type Subject = Permission['subject'];
/** What a column of the matrix stands for. `manage` is all of a row. */
export type Act = Exclude<Permission['action'], 'manage'>;

export const acts: readonly Act[] = ['read', 'create', 'update', 'delete', 'use'];

const changing: readonly Act[] = ['read', 'create', 'update', 'delete'];
const looking: readonly Act[] = ['read'];
const using: readonly Act[] = acts;

interface Row {
  readonly subject: Subject;
  /** What can be done with it at all. */
  readonly acts: readonly Act[];
}

const rows = (subjects: readonly Subject[], can: readonly Act[]): Row[] =>
  subjects.map((subject) => ({ subject, acts: can }));

/** The rows of the matrix: what a role of a tenant can speak of, by area. */
export const matrix = {
  work: [
    ...rows(['Job', 'Schedule', 'Trigger', 'Webhook'], changing),
    ...rows(['RegistryCredential', 'Application'], using),
    ...rows(['Task', 'PersistentTask'], changing),
  ],
  swarm: [
    ...rows(['SchedulerCluster'], using),
    ...rows(['SeedPeerCluster', 'Scheduler', 'SeedPeer', 'Host', 'JoinToken'], changing),
  ],
  access: [
    ...rows(['Tenant'], ['read', 'update']),
    ...rows(['User'], ['read', 'create']),
    ...rows(['Membership', 'Role', 'ServiceAccount', 'ApiToken', 'SavedView'], changing),
    ...rows(['AuditEvent'], looking),
  ],
  operate: [
    ...rows(['Overview', 'Usage', 'System'], looking),
    ...rows(['Setting', 'Quota'], changing),
    ...rows(['ConfigRevision'], looking),
  ],
} as const satisfies Record<string, readonly Row[]>;
export type MatrixArea = keyof typeof matrix;
export const matrixAreas = Object.keys(matrix).filter((name): name is MatrixArea => Object.hasOwn(matrix, name));
const allRows: readonly Row[] = matrixAreas.flatMap((area) => matrix[area]);

/** The marks of a matrix, each as `Job read`. */
export type Marks = ReadonlySet<string>;
export const mark = (subject: string, act: Act): string => `${subject} ${act}`;

/** How far stored permissions cover a field of the matrix: whatever its rows, or those that a condition picks. */
export function coverage(permissions: Role['permissions'], subject: string, act: Act): 'all' | 'some' | 'none' {
  const fitting = permissions.filter(
    (one) => (one.action === act || one.action === 'manage') && (one.subject === subject || one.subject === 'all'),
  );
  if (fitting.length === 0) return 'none';
  return fitting.some(({ conditions }) => conditions === undefined) ? 'all' : 'some';
}

/** The marks that stored permissions amount to. */
export const marksOf = (permissions: Role['permissions']): Marks =>
  new Set(
    allRows.flatMap(({ subject, acts: can }) =>
      can.filter((act) => coverage(permissions, subject, act) !== 'none').map((act) => mark(subject, act)),
    ),
  );

/** The permissions that marks stand for, in the order of the matrix. */
export const permissionsOf = (marks: Marks): Permission[] =>
  allRows.flatMap(({ subject, acts: can }) =>
    can.filter((act) => marks.has(mark(subject, act))).map((action) => ({ action, subject })),
  );

/** The marks after a press. Who changes a thing has to see it: reading comes with the rest, and the rest goes with it. */
export function pressed(marks: Marks, { subject, acts: can }: Row, act: Act): Marks {
  const next = new Set(marks);
  if (!next.delete(mark(subject, act))) {
    next.add(mark(subject, act));
    if (can.includes('read')) next.add(mark(subject, 'read'));
  } else if (act === 'read') {
    for (const other of can) next.delete(mark(subject, other));
  }
  return next;
}

/** The marks with a whole row on, or off when it was on. */
export function rowPressed(marks: Marks, { subject, acts: can }: Row): Marks {
  const next = new Set(marks);
  const full = can.every((act) => next.has(mark(subject, act)));
  for (const act of can) {
    if (full) next.delete(mark(subject, act));
    else next.add(mark(subject, act));
  }
  return next;
}

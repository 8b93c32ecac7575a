import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '../../server/trpc/router.ts';
import type { StateTone } from '../../ui/state-pill.tsx';

type Outputs = inferRouterOutputs<AppRouter>['persistentTasks'];

export type PersistentTask = Outputs['list']['items'][number];
export type PersistentCopy = Outputs['byId']['copies'][number];
export type CopyReceipt = Outputs['remove'][number];
export type PersistentKind = PersistentTask['kind'];

export const persistentKinds: readonly PersistentKind[] = ['persistent', 'persistentCache'];
export const isKind = (text: string): text is PersistentKind => persistentKinds.some((kind) => kind === text);

/** How the copies of a task stand. */
export type CopyHealth = 'whole' | 'short' | 'lost' | 'uploading' | 'failed' | 'expired';

export const toneOf: Readonly<Record<CopyHealth, StateTone>> = {
  whole: 'done',
  short: 'origin',
  lost: 'failed',
  uploading: 'downloading',
  failed: 'failed',
  expired: 'unknown',
};

/** Whether there are as many living copies as were wanted; `lost`: none is left. */
export function copyHealth(
  task: Pick<PersistentTask, 'state' | 'replicas' | 'missingReplicas' | 'expiresAtMs'>,
  nowMs: number,
): CopyHealth {
  if (task.expiresAtMs > 0 && task.expiresAtMs <= nowMs) return 'expired';
  if (task.state === 'Failed') return 'failed';
  if (task.state !== 'Succeeded') return 'uploading';
  if (task.replicas === 0) return 'lost';
  return task.missingReplicas > 0 ? 'short' : 'whole';
}

export const persistentHref = ({ clusterId, kind, id }: Pick<PersistentTask, 'clusterId' | 'kind' | 'id'>) =>
  `/persistent/${clusterId}/${kind}/${encodeURIComponent(id)}` as const;

/** The same as deleting every copy, from a terminal on a host of the cluster. */
export const removeCommand = ({ kind, id }: Pick<PersistentTask, 'kind' | 'id'>): string =>
  `dfctl ${kind === 'persistent' ? 'persistent-task' : 'persistent-cache-task'} rm ${id}`;

export interface ImportWish {
  readonly path: string;
  readonly replicas: string;
  readonly ttl: string;
  readonly application: string;
  readonly tag: string;
}

const plain = /^[\w@%+=:,./-]+$/;
const word = (text: string) => (plain.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`);

/** The line that hands a file to the network; what dfcache does by itself is left out. */
export function importCommand({ path, replicas, ttl, application, tag }: ImportWish): string {
  const flags = [
    ['--persistent-replica-count', replicas === '2' ? '' : replicas],
    ['--ttl', ttl === '1h' ? '' : ttl],
    ['--application', application],
    ['--tag', tag],
  ] as const;
  const given = flags.flatMap(([flag, value]) => (value.trim() === '' ? [] : [flag, word(value.trim())]));
  return ['dfcache import', word(path.trim() === '' ? 'FILE' : path.trim()), ...given].join(' ');
}

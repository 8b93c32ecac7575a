import { Failure } from '@damselfly/core';
import type { Action, Reader } from '../access/access-rule.ts';
import { permits } from '../access/permits.ts';
import type { Viewer } from '../accounts/viewer.ts';
import type { Audit } from '../audit/audit.ts';
import type { ClusterRow, ClusterStore } from '../clusters/stores.ts';
import type {
  CopyReceipt,
  ReplicatedCopy,
  ReplicatedFilter,
  ReplicatedKind,
  ReplicatedRef,
  ReplicatedSource,
  ReplicatedTask,
} from './source.ts';

export interface PersistentTask extends ReplicatedTask {
  readonly clusterId: number;
  /** Fewer copies than wanted; for a task that is complete. */
  readonly missingReplicas: number;
}

/** Names a replicated task among all clusters. */
export interface PersistentRef extends ReplicatedRef {
  readonly clusterId: number;
}

export interface PersistentQuery extends ReplicatedFilter {
  readonly clusterId: number;
  /** `nextCursor` of the page before. */
  readonly cursor?: string | undefined;
  /** Rows to pass over, for who counts pages. */
  readonly skip?: number | undefined;
  readonly limit: number;
}

export interface PersistentPage {
  /** By id. */
  readonly items: readonly PersistentTask[];
  readonly nextCursor: string | undefined;
  readonly total: number;
}

export interface PersistentDetails {
  readonly task: PersistentTask;
  readonly copies: readonly ReplicatedCopy[];
}

/**
 * Persistent and persistent-cache tasks. The schedulers are asked each time, as they alone know them. Everything throws
 * `notFound` for what the viewer may not touch so, and `unavailable` when no scheduler of the cluster is active.
 */
export interface PersistentTasks {
  list(reader: Reader, query: PersistentQuery, signal: AbortSignal): Promise<PersistentPage>;
  byId(reader: Reader, ref: PersistentRef, signal: AbortSignal): Promise<PersistentDetails>;
  /** Says how many copies are wanted, 1 to 1000; missing ones are made. */
  want(viewer: Viewer, ref: PersistentRef, replicas: number, signal: AbortSignal): Promise<PersistentTask>;
  /** Removes it from every host, with one receipt a copy. */
  remove(viewer: Viewer, ref: PersistentRef, signal: AbortSignal): Promise<readonly CopyReceipt[]>;
}

export interface PersistentTasksNeeds {
  readonly source: ReplicatedSource;
  readonly clusters: Pick<ClusterStore, 'byId' | 'applicationTenants'>;
  readonly audit: Pick<Audit, 'record'>;
}

export function createPersistentTasks({ source, clusters, audit }: PersistentTasksNeeds): PersistentTasks {
  const open = async (reader: Reader, clusterId: number) => {
    const cluster = await clusters.byId(reader, clusterId);
    if (cluster === undefined) throw new Failure('notFound', `There is no cluster ${clusterId}.`);
    const schedulers = await source(clusterId);
    if (schedulers.length === 0)
      throw new Failure('unavailable', `no scheduler of cluster ${clusterId} is active; start one`);
    return { schedulers, allows: allowsIn(reader, cluster, await clusters.applicationTenants()) };
  };
  const find = async (reader: Reader, action: Action, { clusterId, ...ref }: PersistentRef, signal: AbortSignal) => {
    const { schedulers, allows } = await open(reader, clusterId);
    const answers = await Promise.all(schedulers.map((one) => known(one.get(ref, signal))));
    const holders = schedulers.filter((_, n) => answers[n] !== undefined);
    const newest = answers.flatMap((one) => one ?? []).sort((a, b) => b.task.updatedAtMs - a.task.updatedAtMs)[0];
    if (newest === undefined || !allows(action, newest.task)) throw missing(ref);
    return { ...newest, holders };
  };
  const target = ({ kind, id }: ReplicatedRef) => ({ kind: 'PersistentTask', id, name: kind }) as const;

  return {
    async list(reader, { clusterId, cursor = '', skip = 0, limit, ...filter }, signal) {
      const { schedulers, allows } = await open(reader, clusterId);
      const found = new Map<string, ReplicatedTask>();
      for (const tasks of await Promise.all(schedulers.map((one) => one.list(filter, signal)))) {
        for (const task of tasks) {
          const before = found.get(keyOf(task));
          if (before === undefined || before.updatedAtMs < task.updatedAtMs) found.set(keyOf(task), task);
        }
      }
      const visible = [...found].filter(([, task]) => allows('read', task)).sort(([a], [b]) => (a < b ? -1 : 1));
      const rest = visible.filter(([key]) => key > cursor).slice(skip);
      const page = rest.slice(0, limit);
      return {
        items: page.map(([, task]) => withCluster(clusterId, task)),
        nextCursor: rest.length > limit ? page.at(-1)?.[0] : undefined,
        total: visible.length,
      };
    },
    async byId(reader, ref, signal) {
      const { task, copies } = await find(reader, 'read', ref, signal);
      return { task: withCluster(ref.clusterId, task), copies };
    },
    async want(viewer, { clusterId, ...ref }, replicas, signal) {
      const { task: before, holders } = await find(viewer, 'update', { clusterId, ...ref }, signal);
      await Promise.all(holders.map((one) => one.want(ref, replicas, signal)));
      const states = { before: { wantedReplicas: before.wantedReplicas }, after: { wantedReplicas: replicas } };
      await audit.record(viewer, { action: 'update', target: target(ref), ...states });
      return withCluster(clusterId, (await find(viewer, 'read', { clusterId, ...ref }, signal)).task);
    },
    async remove(viewer, { clusterId, ...ref }, signal) {
      const { task: before, holders } = await find(viewer, 'delete', { clusterId, ...ref }, signal);
      const receipts: CopyReceipt[] = [];
      // One after the other: where schedulers share their tasks, only the first has something to delete.
      for (const one of holders) receipts.push(...((await known(one.remove(ref, signal))) ?? []));
      await audit.record(viewer, { action: 'delete', target: target(ref), before, after: { receipts } });
      return receipts;
    },
  };
}

/** A task is the tenant's whose cluster it is in, or whose application it is of. */
function allowsIn({ rules }: Reader, cluster: ClusterRow, owners: ReadonlyMap<string, string | null>) {
  return (action: Action, { application }: ReplicatedTask): boolean =>
    permits(rules, action, 'PersistentTask', {
      tenantId: cluster.tenantId ?? owners.get(application) ?? null,
      'schedulerCluster.tenantId': cluster.tenantId,
    });
}

/** `undefined` instead of `notFound`. */
async function known<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (thrown) {
    if (Failure.from(thrown).code === 'notFound') return undefined;
    throw thrown;
  }
}

const withCluster = (clusterId: number, task: ReplicatedTask): PersistentTask => ({
  ...task,
  clusterId,
  missingReplicas: task.state === 'Succeeded' ? Math.max(0, task.wantedReplicas - task.pinnedReplicas) : 0,
});

const names: Readonly<Record<ReplicatedKind, string>> = {
  persistent: 'persistent task',
  persistentCache: 'persistent cache task',
};
const missing = ({ kind, id }: ReplicatedRef) => new Failure('notFound', `There is no ${names[kind]} ${id}.`);
const keyOf = ({ kind, id }: ReplicatedRef): string => `${id} ${kind}`;

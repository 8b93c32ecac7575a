import { Failure, failureFromGrpc } from '@damselfly/core';
import { replicated as wire } from '@damselfly/proto';
import type {
  ReplicatedKind,
  ReplicatedSource,
  ReplicatedTask,
  ReplicatedTasksOf,
} from '../domain/persistent-tasks/source.ts';
import type { SchedulerCalls } from './scheduler-calls.ts';
import type { Schedulers } from './schedulers.ts';

const pageSize = 500;
const mostTasks = 10_000;

const { ReplicatedKind: Wire } = wire;
const kinds: Readonly<Record<ReplicatedKind, wire.ReplicatedKind>> = {
  persistent: Wire.REPLICATED_KIND_PERSISTENT,
  persistentCache: Wire.REPLICATED_KIND_PERSISTENT_CACHE,
};

/** Asks the active schedulers of a cluster over gRPC. */
export const replicatedClient =
  (schedulers: Pick<Schedulers, 'active' | 'at'>): ReplicatedSource =>
  async (clusterId) =>
    (await schedulers.active(clusterId)).map(({ address }) => tasksOf(schedulers.at(address)));

const tasksOf = ({ replicated }: Pick<SchedulerCalls, 'replicated'>): ReplicatedTasksOf => ({
  async list({ kind, search = '', application = '', tag = '' }, signal) {
    const wanted = {
      kind: kind === undefined ? Wire.REPLICATED_KIND_UNSPECIFIED : kinds[kind],
      search,
      application,
      tag,
    };
    const found: ReplicatedTask[] = [];
    let cursor = '';
    do {
      const page = await replicated.list({ ...wanted, cursor, limit: pageSize }, { signal });
      found.push(...page.tasks.map(taskOf));
      cursor = page.nextCursor;
    } while (cursor !== '' && found.length < mostTasks);
    return found;
  },
  async get({ kind, id }, signal) {
    const { task, copies } = await replicated.get({ kind: kinds[kind], taskId: id }, { signal });
    if (task === undefined) throw new Failure('notFound', `there is no task ${id}`);
    return {
      task: taskOf(task),
      copies: copies.map((copy) => ({
        ...{ peerId: copy.peerId, hostId: copy.host?.id ?? '', hostname: copy.host?.hostname ?? '' },
        ...{ ip: copy.host?.ip ?? '', idc: copy.idc, seed: copy.host?.seed ?? false },
        ...{ pinned: copy.pinned, state: copy.state, living: copy.living, costMs: Number(copy.costMs) },
        ...{ createdAtMs: Number(copy.createdAtMs), updatedAtMs: Number(copy.updatedAtMs) },
      })),
    };
  },
  async want({ kind, id }, wantedReplicas, signal) {
    await replicated.update({ kind: kinds[kind], taskId: id, wantedReplicas }, { signal });
  },
  async remove({ kind, id }, signal) {
    const { receipts } = await replicated.remove({ kind: kinds[kind], taskId: id }, { signal });
    return receipts.map(({ host, deleted, failure }) => ({
      ...{ hostId: host?.id ?? '', hostname: host?.hostname ?? '', ip: host?.ip ?? '', deleted },
      failure: failure === undefined ? '' : failureFromGrpc(failure.code, failure.description).message,
    }));
  },
});

const taskOf = (task: wire.ReplicatedTask): ReplicatedTask => ({
  kind: task.kind === Wire.REPLICATED_KIND_PERSISTENT ? 'persistent' : 'persistentCache',
  ...{ id: task.taskId, url: task.url, tag: task.tag, application: task.application, state: task.state },
  ...{ wantedReplicas: task.wantedReplicas, pinnedReplicas: task.pinnedReplicas, replicas: task.replicas },
  ...{ contentLength: Number(task.contentLength), pieceLength: Number(task.pieceLength) },
  ...{ pieceCount: Number(task.pieceCount), createdAtMs: Number(task.createdAtMs) },
  ...{ updatedAtMs: Number(task.updatedAtMs), expiresAtMs: Number(task.expiresAtMs) },
});

import { z } from 'zod';
import type { PersistentTask } from '../../domain/persistent-tasks/persistent-tasks.ts';
import type { ReplicatedCopy } from '../../domain/persistent-tasks/source.ts';
import { pageAnswer, rowsOf } from '../dragonfly-routes.ts';
import { dragonflyPage } from '../paging.ts';
import { type Route, route } from '../route.ts';

const common = { dialect: 'dragonfly', tag: 'Persistent cache tasks, as in Dragonfly' } as const;
const may = (action: 'read' | 'delete') => ({ action, subject: 'PersistentTask' }) as const;
const base = '/api/v1/persistent-cache-tasks';
const clusterId = z.coerce
  .number()
  .int()
  .min(1)
  .max(2 ** 31 - 1);
const params = z.object({ id: z.string().min(1).max(256) });
const query = z.object({ scheduler_cluster_id: clusterId });
const nsPerMs = 1e6;

const shown = z
  .object({
    ...{ id: z.string(), persistent_replica_count: z.int(), tag: z.string(), application: z.string() },
    ...{ piece_length: z.int(), content_length: z.int(), total_piece_count: z.int(), state: z.string() },
    ...{ ttl: z.number(), created_at: z.string(), updated_at: z.string() },
  })
  .meta({ id: 'DragonflyPersistentCacheTask' });

/** Durations are nanoseconds, as Go writes them. */
const taskOf = (task: PersistentTask) => ({
  ...{ id: task.id, persistent_replica_count: task.wantedReplicas, tag: task.tag, application: task.application },
  ...{ piece_length: task.pieceLength, content_length: task.contentLength, total_piece_count: task.pieceCount },
  ...{ state: task.state, ttl: (task.expiresAtMs - task.createdAtMs) * nsPerMs },
  ...{ created_at: new Date(task.createdAtMs).toISOString(), updated_at: new Date(task.updatedAtMs).toISOString() },
});
const peerOf = (copy: ReplicatedCopy) => ({
  ...{ id: copy.peerId, persistent: copy.pinned, state: copy.state, block_parents: [], cost: copy.costMs * nsPerMs },
  ...{ created_at: new Date(copy.createdAtMs).toISOString(), updated_at: new Date(copy.updatedAtMs).toISOString() },
  host: {
    ...{ id: copy.hostId, hostname: copy.hostname, ip: copy.ip, type: copy.seed ? 'super' : 'normal' },
    network: { idc: copy.idc },
  },
});
const refOf = (id: string, cluster: number) => ({ clusterId: cluster, kind: 'persistentCache', id }) as const;

/** Persistent cache tasks of a cluster. Deleting one deletes its copies on every host. */
export const persistentCacheTaskRoutes: readonly Route[] = [
  route({
    ...{
      ...common,
      method: 'get',
      path: base,
      permission: may('read'),
      summary: 'Persistent cache tasks of a cluster',
    },
    ...{ answer: z.array(shown), query: query.extend(dragonflyPage) },
    async handle({ viewer, services, url, signal, query: asked }) {
      const wanted = { clusterId: asked.scheduler_cluster_id, kind: 'persistentCache', ...rowsOf(asked) } as const;
      const { items, total } = await services.persistentTasks.list(viewer, wanted, signal);
      return pageAnswer(url, asked, items.map(taskOf), total);
    },
  }),
  route({
    ...{ ...common, method: 'get', path: `${base}/{id}`, permission: may('read'), params, query },
    ...{ summary: 'A persistent cache task with its peers', answer: shown },
    async handle({ viewer, services, signal, params: { id }, query: asked }) {
      const ref = refOf(id, asked.scheduler_cluster_id);
      const { task, copies } = await services.persistentTasks.byId(viewer, ref, signal);
      return { body: { ...taskOf(task), peers: copies.map(peerOf) } };
    },
  }),
  route({
    ...{ ...common, method: 'delete', path: `${base}/{id}`, permission: may('delete'), params, query },
    summary: 'Deletes a persistent cache task and its copies',
    async handle({ viewer, services, signal, params: { id }, query: asked }) {
      await services.persistentTasks.remove(viewer, refOf(id, asked.scheduler_cluster_id), signal);
      return {};
    },
  }),
];

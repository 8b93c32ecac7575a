import { z } from 'zod';
import type { JobItem, JobRow, JobState } from '../domain/jobs/stores.ts';

// A job as Dragonfly's manager shows it. Clients know three states and take any other for a failure.

const taskResult = z.object({
  success_tasks: z.array(z.record(z.string(), z.unknown())).nullable(),
  failure_tasks: z.array(z.record(z.string(), z.unknown())).nullable(),
  scheduler_cluster_id: z.int(),
});
export const dragonflyState = z.enum(['PENDING', 'SUCCESS', 'FAILURE']);
export const dragonflyJobSchema = z
  .object({
    id: z.int(),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
    is_del: z.int(),
    task_id: z.string(),
    bio: z.string(),
    type: z.string(),
    state: dragonflyState,
    args: z.record(z.string(), z.unknown()),
    result: z
      .object({
        group_uuid: z.string(),
        state: dragonflyState,
        created_at: z.string(),
        updated_at: z.string(),
        job_states: z.array(
          z.object({
            task_uuid: z.string(),
            task_name: z.string(),
            state: dragonflyState,
            results: z.array(z.union([taskResult, z.record(z.string(), z.unknown())])).nullable(),
            error: z.string(),
            created_at: z.string(),
            ttl: z.int(),
          }),
        ),
      })
      .nullable(),
    user_id: z.int(),
    user: z.object({ id: z.int(), name: z.string() }).nullable(),
    seed_peer_clusters: z.array(z.unknown()),
    scheduler_clusters: z.array(z.object({ id: z.int(), name: z.string() })),
  })
  .meta({ id: 'DragonflyJob' });

const states: Readonly<Record<JobState, z.output<typeof dragonflyState>>> = {
  ...{ pending: 'PENDING', running: 'PENDING', succeeded: 'SUCCESS', partial: 'SUCCESS' },
  ...{ failed: 'FAILURE', cancelled: 'FAILURE' },
};

/** Which of our states one of Dragonfly's stands for. */
export const ourStates = (state: string): readonly JobState[] =>
  (Object.keys(states) as JobState[]).filter((ours) =>
    state === 'RECEIVED' || state === 'STARTED' || state === 'RETRY' ? ours === 'running' : states[ours] === state,
  );

/** With the items it has, the job's results as they are in Dragonfly's answer. */
export function dragonflyJob(job: JobRow, items?: readonly JobItem[]): z.output<typeof dragonflyJobSchema> {
  const { id, bio, type, args, createdAt, updatedAt, userId, user, clusters } = job;
  return {
    ...{ id, created_at: createdAt.toISOString(), updated_at: updatedAt.toISOString(), is_del: 0 },
    ...{ task_id: groupOf(job), bio, type, state: states[job.state], args: { ...args } },
    result: items === undefined ? null : resultOf(job, items),
    ...{ user_id: userId ?? 0, user, seed_peer_clusters: [], scheduler_clusters: [...clusters] },
  };
}

const groupOf = ({ id }: JobRow): string => `group_${id}`;

function resultOf(job: JobRow, items: readonly JobItem[]) {
  const state = states[job.state];
  const created = (job.startedAt ?? job.createdAt).toISOString();
  const error = state === 'FAILURE' ? job.failure || job.state : '';
  return {
    ...{ group_uuid: groupOf(job), state, created_at: created, updated_at: job.updatedAt.toISOString() },
    job_states: job.clusters.map(({ id }) => ({
      ...{ task_uuid: `task_${job.id}_${id}`, task_name: job.type, state },
      results: job.finishedAt === null ? null : [clusterResult(job, id, items)],
      ...{ error, created_at: created, ttl: 0 },
    })),
  };
}

const foundPeers = z.object({ peers: z.array(z.looseObject({ cluster_id: z.int(), finished: z.boolean() })) });

function clusterResult({ type, result }: JobRow, clusterId: number, items: readonly JobItem[]) {
  const found = type === 'get_task' ? foundPeers.safeParse(result) : undefined;
  if (found?.success) {
    const here = found.data.peers.filter((peer) => peer.cluster_id === clusterId);
    const peers = here.map(({ finished, cluster_id: _, ...peer }) => ({ ...peer, IsFinished: finished }));
    return { peers, scheduler_cluster_id: clusterId };
  }
  if (type === 'gc' || type === 'sync_peers') return { ...(result as object | null), scheduler_cluster_id: clusterId };
  const here = items.filter((item) => item.clusterId === clusterId);
  const told = ({ url, hostname, ip, failure }: JobItem) => ({
    url,
    hostname,
    ip,
    ...(failure && { description: failure }),
  });
  const done = here.filter(({ state, failureCode }) => state === 'succeeded' && failureCode === '');
  const failed = here.filter(({ state }) => state === 'failed' || state === 'cancelled');
  return {
    success_tasks: done.length === 0 ? null : done.map(told),
    failure_tasks: failed.length === 0 ? null : failed.map(told),
    scheduler_cluster_id: clusterId,
  };
}

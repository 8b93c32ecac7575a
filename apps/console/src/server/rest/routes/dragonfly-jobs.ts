import { Failure } from '@damselfly/core';
import { pause } from '@damselfly/core/node';
import { z } from 'zod';
import type { Viewer } from '../../domain/accounts/viewer.ts';
import type { JobDetails } from '../../domain/jobs/jobs.ts';
import { makerOf } from '../../domain/jobs/maker.ts';
import type { Services } from '../../trpc/context.ts';
import { dragonflyJob, dragonflyJobSchema, ourStates } from '../dragonfly-job.ts';
import { dragonflyPage, largestPage, linkHeader, withoutUnset } from '../paging.ts';
import { quotaWarning } from '../quota-warning.ts';
import { type Route, route } from '../route.ts';

const id = z.coerce
  .number()
  .int()
  .min(1)
  .max(2 ** 31 - 1);
const params = z.object({ id });
/** Items of a job that one answer tells of. */
const shownItems = 10_000;
/** How long a caller waits for work that Dragonfly's manager does while it is asked; below what proxies allow. */
const waitMs = 25_000;

/** Everything that is not said may be null, 0 or empty, and what nobody knows is let pass: Harbor's driver relies on it. */
const newJob = z.object({
  type: z.string().min(1).max(64),
  bio: z.string().max(1024).nullish(),
  args: z.record(z.string(), z.unknown()).nullish(),
  user_id: z.int().nullish(),
  scheduler_cluster_ids: z.array(id).max(1000).nullish(),
  seed_peer_cluster_ids: z.array(z.unknown()).nullish(),
});

/** Jobs as Dragonfly's manager offers them, under `/oapi/v1` and `/api/v1`. */
export function dragonflyJobRoutes(base: '/oapi/v1' | '/api/v1'): Route[] {
  const common = { dialect: 'dragonfly', tag: 'Jobs, as in Dragonfly' } as const;
  return [
    route({
      ...common,
      ...{ method: 'post', path: `${base}/jobs`, permission: { action: 'create', subject: 'Job' } },
      ...{ summary: 'Starts a job', answer: z.union([dragonflyJobSchema, z.unknown()]), body: newJob },
      async handle({ viewer, services, body, signal }) {
        const clusterIds = body.scheduler_cluster_ids ?? undefined;
        const args = withoutUnset(body.args ?? {});
        const request = { type: body.type, bio: body.bio ?? '', args, clusterIds };
        const job = await services.jobs.create(makerOf(viewer), request);
        const headers = quotaWarning(job);
        if (body.type === 'sync_peers') return { body: 'OK', headers };
        if (body.type === 'gc')
          return { body: await shown(services, viewer, await ended(services, viewer, job.id, signal)), headers };
        if (body.type !== 'get_image_distribution') return { body: dragonflyJob(job), headers };
        const { job: done } = await ended(services, viewer, job.id, signal);
        if (done.state === 'succeeded') return { body: done.result };
        if (done.finishedAt === null) return { status: 202, body: dragonflyJob(done) };
        throw new Failure('unavailable', done.failure);
      },
    }),
    route({
      ...common,
      ...{ method: 'get', path: `${base}/jobs`, permission: { action: 'read', subject: 'Job' } },
      ...{ summary: 'Jobs, the newest first', answer: z.array(dragonflyJobSchema) },
      query: z.object({
        ...dragonflyPage,
        type: z.string().optional(),
        state: z.enum(['', 'PENDING', 'RECEIVED', 'STARTED', 'RETRY', 'SUCCESS', 'FAILURE']).optional(),
        user_id: z.union([z.literal(''), z.coerce.number().int()]).optional(),
      }),
      async handle({ viewer, services, url, query: { page, per_page: perPage, type, state, user_id: userId } }) {
        const { items, total } = await services.jobs.list(viewer, {
          ...{ limit: Math.min(perPage, largestPage), skip: (page - 1) * perPage },
          ...(type && { types: [type] }),
          ...(state && { states: ourStates(state) }),
          ...(userId && { userId }),
        });
        const headers = { Link: linkHeader(url, page, perPage, total) };
        return { body: items.map((job) => dragonflyJob(job)), headers };
      },
    }),
    route({
      ...common,
      ...{ method: 'get', path: `${base}/jobs/{id}`, permission: { action: 'read', subject: 'Job' }, params },
      ...{ summary: 'How a job stands', answer: dragonflyJobSchema },
      handle: async ({ viewer, services, params: { id } }) => ({
        body: await shown(services, viewer, await services.jobs.byId(viewer, id)),
      }),
    }),
    route({
      ...common,
      ...{ method: 'patch', path: `${base}/jobs/{id}`, permission: { action: 'update', subject: 'Job' }, params },
      ...{ summary: 'Changes what is noted with a job', answer: dragonflyJobSchema },
      body: z.object({ bio: z.string().max(1024).nullish(), user_id: z.int().nullish() }),
      async handle({ viewer, services, params: { id }, body }) {
        if (body.bio) await services.jobs.setBio(viewer, id, body.bio);
        return { body: dragonflyJob((await services.jobs.byId(viewer, id)).job) };
      },
    }),
    route({
      ...common,
      ...{ method: 'delete', path: `${base}/jobs/{id}`, permission: { action: 'delete', subject: 'Job' }, params },
      summary: 'Forgets a job, and ends it when it runs',
      async handle({ viewer, services, params: { id } }) {
        await services.jobs.remove(viewer, id);
        return {};
      },
    }),
  ];
}

async function shown(services: Services, viewer: Viewer, { job }: JobDetails) {
  return dragonflyJob(job, await services.jobs.items(viewer, job.id, { limit: shownItems }));
}

/** The job once it ended, or as it is when that takes too long. */
async function ended(services: Services, viewer: Viewer, id: number, signal: AbortSignal): Promise<JobDetails> {
  const giveUpAtMs = Date.now() + waitMs;
  for (;;) {
    const details = await services.jobs.byId(viewer, id);
    if (details.job.finishedAt !== null || Date.now() > giveUpAtMs) return details;
    if ((await pause(100, signal)) === 'aborted') return details;
  }
}

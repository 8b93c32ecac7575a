import { z } from 'zod';
import { jobSecrets, jobTypes } from '../../domain/jobs/job-args.ts';
import { makerOf } from '../../domain/jobs/maker.ts';
import { quotaWarning } from '../quota-warning.ts';
import { type Route, route } from '../route.ts';

const id = z.coerce
  .number()
  .int()
  .min(1)
  .max(2 ** 31 - 1);
const params = z.strictObject({ id });
const state = z.enum(['pending', 'running', 'succeeded', 'partial', 'failed', 'cancelled']);
const time = z.iso.datetime();
const job = z
  .object({
    ...{ id: z.int(), type: z.enum(jobTypes), bio: z.string(), state, args: z.record(z.string(), z.unknown()) },
    ...{ result: z.unknown(), failure: z.string(), totalBytes: z.int(), doneBytes: z.int() },
    clusters: z.array(z.object({ id: z.int(), name: z.string() })),
    user: z.object({ id: z.int(), name: z.string() }).nullable(),
    ...{ attempts: z.int(), maxAttempts: z.int(), timeoutMs: z.int() },
    ...{ clonedFromId: z.int().nullable(), scheduleId: z.int().nullable(), triggerId: z.int().nullable() },
    ...{ createdAt: time, startedAt: time.nullable(), finishedAt: time.nullable(), cancelledAt: time.nullable() },
  })
  .meta({ id: 'Job' });
/** With the soft limits of the tenant that are reached, in sentences. */
const madeJob = job.extend({ notices: z.array(z.string()) }).meta({ id: 'MadeJob' });
const counts = z.record(z.enum(['pending', 'running', 'succeeded', 'failed', 'cancelled']), z.int());
const item = z
  .object({
    ...{ id: z.string(), clusterId: z.int(), url: z.string(), taskId: z.string(), hostId: z.string() },
    ...{ hostname: z.string(), ip: z.string(), bytes: z.int(), contentLength: z.int().nullable() },
    ...{ state: z.string(), verified: z.boolean().nullable(), failureCode: z.string(), failure: z.string() },
  })
  .meta({ id: 'JobItem' });
const wanted = z.strictObject({
  args: z.record(z.string(), z.unknown()),
  clusterIds: z.array(id).max(1000).optional(),
});
const listOf = <T extends z.ZodType>(schema: T) =>
  z.object({ items: z.array(schema), total: z.int(), nextCursor: z.union([z.int(), z.string()]).optional() });

const common = { dialect: 'v2', tag: 'Jobs' } as const;
const reading = { action: 'read', subject: 'Job' } as const;
const creating = { action: 'create', subject: 'Job' } as const;
const updating = { action: 'update', subject: 'Job' } as const;

/** Jobs with everything this console knows of them. */
export const jobRoutes: readonly Route[] = [
  route({
    ...{ ...common, method: 'post', path: '/api/v2/jobs', permission: creating, status: 201, idempotent: true },
    ...{ summary: 'Starts a job', answer: madeJob },
    body: wanted.extend({ type: z.enum(jobTypes), bio: z.string().max(1024).default('') }),
    async handle({ viewer, services, body, headers }) {
      const idempotencyKey = keyOf(headers['idempotency-key']);
      const made = await services.jobs.create(makerOf(viewer), { ...body, strict: true, idempotencyKey });
      return { body: made, headers: { Location: `/api/v2/jobs/${made.id}`, ...quotaWarning(made) } };
    },
  }),
  route({
    ...{ ...common, method: 'get', path: '/api/v2/jobs', permission: reading, summary: 'Jobs, the newest first' },
    answer: listOf(job),
    query: z.strictObject({
      type: z.enum(jobTypes).optional(),
      state: state.optional(),
      search: z.string().max(1024).optional(),
      clusterId: id.optional(),
      cursor: id.optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    async handle({ viewer, services, query: { type, state: wantedState, search, clusterId, cursor, limit } }) {
      const { items, total } = await services.jobs.list(viewer, {
        limit: limit + 1,
        ...(type !== undefined && { types: [type] }),
        ...(wantedState !== undefined && { states: [wantedState] }),
        ...(search !== undefined && { search }),
        ...(clusterId !== undefined && { clusterId }),
        ...(cursor !== undefined && { beforeId: cursor }),
      });
      const page = items.slice(0, limit);
      return { body: { items: page, total, ...(items.length > limit && { nextCursor: page.at(-1)?.id }) } };
    },
  }),
  route({
    ...{ ...common, method: 'get', path: '/api/v2/jobs/{id}', permission: reading, params },
    ...{ summary: 'How a job stands', answer: z.object({ job, counts }) },
    handle: async ({ viewer, services, params: one }) => ({ body: await services.jobs.byId(viewer, one.id) }),
  }),
  route({
    ...{ ...common, method: 'get', path: '/api/v2/jobs/{id}/items', permission: reading, params },
    ...{ summary: 'How each piece of content does on each host', answer: listOf(item) },
    query: z.strictObject({
      state: z.enum(['pending', 'running', 'succeeded', 'failed', 'cancelled']).optional(),
      cursor: z
        .string()
        .regex(/^\d{1,18}$/)
        .optional(),
      limit: z.coerce.number().int().min(1).max(5000).default(500),
    }),
    async handle({ viewer, services, params: one, query: { state: wantedState, cursor, limit } }) {
      const details = await services.jobs.byId(viewer, one.id);
      const found = await services.jobs.items(viewer, one.id, {
        limit: limit + 1,
        ...(wantedState !== undefined && { state: wantedState }),
        ...(cursor !== undefined && { afterId: cursor }),
      });
      const items = found.slice(0, limit);
      const total = wantedState
        ? details.counts[wantedState]
        : Object.values(details.counts).reduce((sum, count) => sum + count, 0);
      return { body: { items, total, ...(found.length > limit && { nextCursor: items.at(-1)?.id }) } };
    },
  }),
  route({
    ...{ ...common, method: 'get', path: '/api/v2/jobs/{id}/events', permission: reading, params },
    ...{ summary: 'What happened to a job', answer: z.array(z.object({ id: z.string(), at: time, kind: z.string() })) },
    handle: async ({ viewer, services, params: one }) => ({ body: await services.jobs.events(viewer, one.id) }),
  }),
  route({
    ...{ ...common, method: 'post', path: '/api/v2/jobs/{id}/cancel', permission: updating, params, status: 202 },
    summary: 'Asks for the end of a job',
    async handle({ viewer, services, params: one }) {
      await services.jobs.cancel(viewer, one.id);
      return {};
    },
  }),
  route({
    ...{ ...common, method: 'post', path: '/api/v2/jobs/{id}/repeat', permission: creating, params, status: 201 },
    ...{ summary: 'A new job that does again what failed, or all of it', answer: madeJob },
    body: z.strictObject({ what: z.enum(['failed', 'all']), secrets: jobSecrets.optional() }),
    async handle({ viewer, services, params: one, body }) {
      const made = await services.jobs.repeat(makerOf(viewer), one.id, body.what, body.secrets);
      return { body: made, headers: quotaWarning(made) };
    },
  }),
  route({
    ...{ ...common, method: 'delete', path: '/api/v2/jobs/{id}', params, status: 204 },
    permission: { action: 'delete', subject: 'Job' },
    summary: 'Forgets a job, and ends it when it runs',
    async handle({ viewer, services, params: one }) {
      await services.jobs.remove(viewer, one.id);
      return {};
    },
  }),
  route({
    ...{ ...common, method: 'post', path: '/api/v2/preflight', permission: creating },
    ...{ summary: 'What a preheat would do', answer: z.record(z.string(), z.unknown()), body: wanted },
    handle: async ({ viewer, services, body, signal }) => ({
      body: await services.jobs.preflight(makerOf(viewer), body, signal),
    }),
  }),
];

const keyOf = (header: string | string[] | undefined): string | undefined => {
  const key = [header].flat()[0]?.trim();
  return key ? key.slice(0, 128) : undefined;
};

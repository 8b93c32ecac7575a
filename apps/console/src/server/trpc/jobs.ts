import { z } from 'zod';
import { jobSecrets, jobTypes } from '../domain/jobs/job-args.ts';
import { makerOf } from '../domain/jobs/maker.ts';
import { may, router } from './builder.ts';
import { whileSignedIn } from './while-signed-in.ts';

const id = z
  .int()
  .positive()
  .max(2 ** 31 - 1);
const one = z.strictObject({ id });
const states = z.enum(['pending', 'running', 'succeeded', 'partial', 'failed', 'cancelled']);
const wanted = {
  args: z.record(z.string(), z.unknown()),
  clusterIds: z.array(id).max(1000).optional(),
};

export const jobsRouter = router({
  list: may('read', 'Job')
    .input(
      z.strictObject({
        types: z.array(z.enum(jobTypes)).min(1).optional(),
        states: z.array(states).min(1).optional(),
        search: z.string().max(1024).optional(),
        clusterId: id.optional(),
        cursor: id.optional(),
        direction: z.literal('forward').optional(),
        limit: z.int().min(1).max(200).default(50),
      }),
    )
    .query(async ({ ctx: { viewer, services }, input: { cursor, direction: _, limit, ...query } }) => {
      const page = { ...given(query), limit: limit + 1, ...(cursor !== undefined && { beforeId: cursor }) };
      const { items, total } = await services.jobs.list(viewer, page);
      const shown = items.slice(0, limit);
      return { items: shown, total, nextCursor: items.length > limit ? shown.at(-1)?.id : undefined };
    }),
  byId: may('read', 'Job')
    .input(one)
    .query(({ ctx: { viewer, services }, input }) => services.jobs.byId(viewer, input.id)),
  items: may('read', 'Job')
    .input(
      z.strictObject({
        id,
        state: z.enum(['pending', 'running', 'succeeded', 'failed', 'cancelled']).optional(),
        afterId: z
          .string()
          .regex(/^\d{1,18}$/)
          .optional(),
        limit: z.int().min(1).max(5000).default(500),
      }),
    )
    .query(({ ctx: { viewer, services }, input: { id: job, limit, ...query } }) =>
      services.jobs.items(viewer, job, { ...given(query), limit }),
    ),
  events: may('read', 'Job')
    .input(one)
    .query(({ ctx: { viewer, services }, input }) => services.jobs.events(viewer, input.id)),
  attempts: may('read', 'Job')
    .input(one)
    .query(({ ctx: { viewer, services }, input }) => services.jobs.attempts(viewer, input.id)),
  watch: may('read', 'Job')
    .input(one)
    .subscription(({ ctx, input, signal }) =>
      whileSignedIn(ctx, signal, (stop) => ctx.services.jobs.watch(ctx.viewer, input.id, stop)),
    ),
  create: may('create', 'Job')
    .input(
      z.strictObject({
        ...wanted,
        type: z.enum(jobTypes),
        bio: z.string().max(1024).default(''),
        idempotencyKey: z.string().min(1).max(128).optional(),
      }),
    )
    .mutation(({ ctx: { viewer, services }, input }) =>
      services.jobs.create(makerOf(viewer), { ...input, strict: true }),
    ),
  preflight: may('create', 'Job')
    .input(z.strictObject(wanted))
    .query(({ ctx: { viewer, services }, input, signal }) =>
      services.jobs.preflight(makerOf(viewer), input, signal ?? new AbortController().signal),
    ),
  cancel: may('update', 'Job')
    .input(one)
    .mutation(({ ctx: { viewer, services }, input }) => services.jobs.cancel(viewer, input.id)),
  repeat: may('create', 'Job')
    .input(z.strictObject({ id, what: z.enum(['failed', 'all']), secrets: jobSecrets.optional() }))
    .mutation(({ ctx: { viewer, services }, input }) =>
      services.jobs.repeat(makerOf(viewer), input.id, input.what, input.secrets),
    ),
  setBio: may('update', 'Job')
    .input(z.strictObject({ id, bio: z.string().max(1024) }))
    .mutation(({ ctx: { viewer, services }, input }) => services.jobs.setBio(viewer, input.id, input.bio)),
  remove: may('delete', 'Job')
    .input(one)
    .mutation(({ ctx: { viewer, services }, input }) => services.jobs.remove(viewer, input.id)),
});

type Given<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** Without the keys that are `undefined`. */
const given = <T extends object>(all: T): Given<T> =>
  Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Given<T>;

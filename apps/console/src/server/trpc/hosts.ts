import { z } from 'zod';
import { may, router } from './builder.ts';

const id = z.int().positive();
const filter = z.strictObject({
  search: z.string().max(256).optional(),
  clusterId: z.int().positive().optional(),
  kind: z.enum(['normal', 'seed']).optional(),
  state: z.enum(['active', 'draining', 'left']).optional(),
  idc: z.string().max(1024).optional(),
  version: z.string().max(128).optional(),
});
const labels = z.record(
  z
    .string()
    .regex(/^[a-zA-Z0-9][a-zA-Z0-9._/-]{0,62}$/, 'letters, digits, dots, dashes, underlines and slashes, at most 63'),
  z.string().max(256),
);

export const hostsRouter = router({
  search: may('read', 'Host')
    .input(
      filter.extend({
        order: z
          .enum(['hostname', 'announcedAt', 'cpuPercent', 'diskFreeBytes', 'txBps', 'gitVersion'])
          .default('hostname'),
        descending: z.boolean().default(false),
        // tRPC's infinite query always says which way it pages; there is one way.
        direction: z.literal('forward').optional(),
        cursor: z.string().max(2048).optional(),
        limit: z.int().min(1).max(1000).default(100),
      }),
    )
    .query(({ ctx: { viewer, services }, input: { descending, direction: _, ...query } }) =>
      services.hosts.search(viewer, { ...query, direction: descending ? 'desc' : 'asc' }),
    ),
  byId: may('read', 'Host')
    .input(z.strictObject({ id }))
    .query(({ ctx: { viewer, services }, input }) => services.hosts.byId(viewer, input.id)),
  /** What it does at this moment. */
  now: may('read', 'Host')
    .input(z.strictObject({ id }))
    .query(({ ctx: { viewer, services }, input }) => services.hostNow(viewer, input.id)),
  versions: may('read', 'Host')
    .input(filter)
    .query(({ ctx: { viewer, services }, input }) => services.hosts.versions(viewer, input)),
  change: may('update', 'Host')
    .input(z.strictObject({ id, draining: z.boolean().optional(), labels: labels.optional() }))
    .mutation(({ ctx: { viewer, services }, input: { id: host, ...change } }) =>
      services.hosts.change(viewer, host, change),
    ),
  drain: may('update', 'Host')
    .input(z.strictObject({ ids: z.array(id).min(1).max(200), draining: z.boolean() }))
    .mutation(({ ctx: { viewer, services }, input: { ids, draining } }) => services.hosts.drain(viewer, ids, draining)),
});

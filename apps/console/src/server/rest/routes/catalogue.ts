import { z } from 'zod';
import { type Route, route } from '../route.ts';

const common = { dialect: 'v2', tag: 'Tasks and hosts' } as const;
const clusterId = z.coerce.number().int().min(1).optional();
const cursor = z.string().max(2048).optional();
const page = (schema: z.ZodType) =>
  z.object({ items: z.array(schema), total: z.int(), nextCursor: z.string().optional() });
const row = z.record(z.string(), z.unknown());
const hostFilter = {
  ...{ search: z.string().max(256).optional(), clusterId, idc: z.string().max(1024).optional() },
  kind: z.enum(['normal', 'seed']).optional(),
  state: z.enum(['active', 'draining', 'left']).optional(),
  version: z.string().max(128).optional(),
};

/** What the schedulers told of tasks and hosts, also what they forgot since. */
export const catalogueRoutes: readonly Route[] = [
  route({
    ...{ ...common, method: 'get', path: '/api/v2/tasks', permission: { action: 'read', subject: 'Task' } },
    ...{ summary: 'Tasks by part of their URL, image, id or digest, the greatest of an order first' },
    answer: page(row.meta({ id: 'Task' })),
    query: z.strictObject({
      ...{ search: z.string().max(2048).optional(), clusterId, application: z.string().max(256).optional(), cursor },
      state: z.enum(['pending', 'running', 'succeeded', 'failed']).optional(),
      kind: z.enum(['standard', 'persistent', 'persistent_cache', 'cache']).optional(),
      order: z.enum(['updatedAt', 'heat', 'contentLength', 'replicas']).default('updatedAt'),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    handle: async ({ viewer, services, query }) => ({ body: await services.taskCatalogue.search(viewer, query) }),
  }),
  route({
    ...{ ...common, method: 'get', path: '/api/v2/hosts', permission: { action: 'read', subject: 'Host' } },
    ...{ summary: 'Hosts by part of their name, address or id' },
    answer: page(row.meta({ id: 'Host' })),
    query: z.strictObject({
      ...hostFilter,
      cursor,
      order: z
        .enum(['hostname', 'announcedAt', 'cpuPercent', 'diskFreeBytes', 'txBps', 'gitVersion'])
        .default('hostname'),
      direction: z.enum(['asc', 'desc']).default('asc'),
      limit: z.coerce.number().int().min(1).max(1000).default(100),
    }),
    handle: async ({ viewer, services, query }) => ({ body: await services.hosts.search(viewer, query) }),
  }),
  route({
    ...{ ...common, method: 'get', path: '/api/v2/hosts/export', permission: { action: 'read', subject: 'Host' } },
    ...{ summary: 'All hosts that match, as CSV', query: z.strictObject(hostFilter) },
    handle: async ({ viewer, services, query }) => ({
      stream: services.hosts.exportCsv(viewer, query),
      headers: { 'Content-Type': 'text/csv; charset=utf-8', 'Content-Disposition': 'attachment; filename="hosts.csv"' },
    }),
  }),
];

import { z } from 'zod';
import { clusterChange, clusterSettings } from '../../domain/clusters/cluster-settings.ts';
import { type Route, route } from '../route.ts';

const id = z.coerce
  .number()
  .int()
  .min(1)
  .max(2 ** 31 - 1);
const params = z.strictObject({ id });
const time = z.iso.datetime();
const cluster = z
  .object({
    ...{ id: z.int(), tenantId: z.uuid().nullable(), seedPeerClusterId: z.int().nullable() },
    ...{ createdAt: time, updatedAt: time, revision: z.int().optional(), settings: clusterSettings },
  })
  .meta({ id: 'Cluster' });
const revision = z
  .object({
    ...{ revision: z.int(), value: z.unknown(), comment: z.string(), at: time },
    author: z.object({ userId: z.int().nullable(), name: z.string() }),
  })
  .meta({ id: 'Revision' });
const note = { comment: z.string().max(1024).optional(), expectedRevision: z.int().min(0).optional() };
const landing = z
  .object({
    ...{ clusterId: z.int(), clusterName: z.string(), score: z.number(), meant: z.boolean(), schedulers: z.int() },
    parts: z.array(z.object({ part: z.string(), weight: z.number(), match: z.number(), matched: z.string() })),
  })
  .meta({ id: 'Landing' });

const common = { dialect: 'v2', tag: 'Clusters' } as const;
const may = (action: 'create' | 'read' | 'update' | 'delete') => ({ action, subject: 'SchedulerCluster' }) as const;
const base = '/api/v2/clusters';

/** Clusters with their history. */
export const clusterRoutes: readonly Route[] = [
  route({
    ...{ ...common, method: 'get', path: base, permission: may('read'), summary: 'Clusters' },
    answer: z.object({ items: z.array(cluster), total: z.int() }),
    async handle({ viewer, services }) {
      const items = await services.clusterAdmin.list(viewer);
      return { body: { items, total: items.length } };
    },
  }),
  route({
    ...{ ...common, method: 'post', path: base, permission: may('create'), status: 201 },
    ...{ summary: 'Creates a cluster', answer: cluster },
    body: z.strictObject({ settings: clusterSettings, shared: z.boolean().default(false), ...note }),
    async handle({ viewer, services, body: { settings, shared, ...why } }) {
      const made = await services.clusterAdmin.create(viewer, shared ? null : viewer.tenant.id, settings, why);
      return { body: made, headers: { Location: `${base}/${made.id}` } };
    },
  }),
  route({
    ...{ ...common, method: 'get', path: `${base}/{id}`, permission: may('read'), params },
    ...{ summary: 'A cluster', answer: cluster },
    handle: async ({ viewer, services, params: one }) => ({
      body: await services.clusterAdmin.settings(viewer, one.id),
    }),
  }),
  route({
    ...{ ...common, method: 'patch', path: `${base}/{id}`, permission: may('update'), params },
    ...{ summary: 'Changes a cluster; fields left out stay', answer: cluster },
    body: z.strictObject({ change: clusterChange, ...note }),
    handle: async ({ viewer, services, params: one, body: { change, ...why } }) => ({
      body: await services.clusterAdmin.update(viewer, one.id, change, why),
    }),
  }),
  route({
    ...{ ...common, method: 'delete', path: `${base}/{id}`, permission: may('delete'), params },
    ...{ summary: 'Deletes a cluster without active schedulers', status: 204 },
    async handle({ viewer, services, params: one }) {
      await services.clusterAdmin.remove(viewer, one.id);
      return { status: 204 };
    },
  }),
  route({
    ...{ ...common, method: 'get', path: `${base}/{id}/revisions`, permission: may('read'), params },
    ...{ summary: 'What a cluster looked like after each change, newest first' },
    answer: z.object({ items: z.array(revision) }),
    handle: async ({ viewer, services, params: one }) => ({
      body: { items: await services.clusterAdmin.history(viewer, one.id) },
    }),
  }),
  route({
    ...{ ...common, method: 'post', path: `${base}/{id}/rollback`, permission: may('update'), params },
    ...{ summary: 'Makes an older revision the newest', answer: cluster },
    body: z.strictObject({ revision: z.int().min(1), ...note }),
    handle: async ({ viewer, services, params: one, body: { revision: older, ...why } }) => ({
      body: await services.clusterAdmin.rollback(viewer, one.id, older, why),
    }),
  }),
  route({
    ...{ ...common, method: 'get', path: '/api/v2/landings', permission: may('read') },
    ...{ summary: 'Where a peer would land, the best cluster first, and why' },
    answer: z.object({ items: z.array(landing) }),
    query: z.strictObject({
      hostname: z.string().min(1).max(253),
      ip: z.string().min(1).max(64),
      idc: z.string().max(1024).default(''),
      location: z.string().max(1024).default(''),
    }),
    handle: async ({ viewer, services, query }) => ({
      body: { items: await services.clusters.landings(viewer, query) },
    }),
  }),
];

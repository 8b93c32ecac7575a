import { Failure } from '@damselfly/core';
import { z } from 'zod';
import type { RegisteredRow, RegisteredScheduler, RegisteredSeedPeer } from '../../domain/instances/instances.ts';
import { defaultFeatures } from '../../domain/topology/topology.ts';
import { idParams, idQuery, pageAnswer, rowsOf, textQuery, times } from '../dragonfly-routes.ts';
import { dragonflyPage } from '../paging.ts';
import { type Route, route } from '../route.ts';

const common = { dialect: 'dragonfly', tag: 'Schedulers and seed peers, as in Dragonfly' } as const;
const may = (action: 'create' | 'read' | 'update' | 'delete', subject: 'Scheduler' | 'SeedPeer') => ({
  action,
  subject,
});
const text = z.string().max(1024);
const id = z
  .int()
  .min(1)
  .max(2 ** 31 - 1);
const features = z.array(z.string().max(64)).max(20);
const keepAliveIntervalMs = 5000;

const filter = {
  ...{ ...dragonflyPage, host_name: textQuery, ip: textQuery, idc: textQuery, location: textQuery },
  state: z.enum(['active', 'inactive']).optional(),
};
const shownMember = {
  ...{ id: z.int(), host_name: z.string(), ip: z.string(), port: z.int(), idc: z.string(), location: z.string() },
  ...{ state: z.enum(['active', 'inactive']), created_at: z.string(), updated_at: z.string() },
};
const shownScheduler = z
  .object({ ...shownMember, features: z.array(z.string()), scheduler_cluster_id: z.int() })
  .meta({ id: 'DragonflyScheduler' });
const shownSeedPeer = z
  .object({ ...shownMember, type: z.string(), download_port: z.int(), seed_peer_cluster_id: z.int() })
  .meta({ id: 'DragonflySeedPeer' });

const memberOf = ({ id: row, hostname, ip, port, idc, location, expiresAt, ...rest }: RegisteredRow) => ({
  ...{ id: row, host_name: hostname, ip, port, idc, location, ...times(rest) },
  state: expiresAt !== null && expiresAt.getTime() > Date.now() ? ('active' as const) : ('inactive' as const),
});
const schedulerOf = (row: RegisteredScheduler) => ({
  ...{ ...memberOf(row), scheduler_cluster_id: row.clusterId, features: row.features },
  config: { manager_keep_alive_interval: row.keepAliveIntervalMs * 1e6 },
  last_keep_alive_at: row.leaseRenewedAt?.toISOString() ?? null,
});
const seedPeerOf = (row: RegisteredSeedPeer) => ({
  ...{ ...memberOf(row), seed_peer_cluster_id: row.clusterId, type: row.type, download_port: row.downloadPort },
  object_storage_port: 0,
});

const port = z.int().min(1024).max(65_534);
const place = { idc: text.nullish(), location: text.nullish() };
const newScheduler = z.object({
  ...{ host_name: z.string().min(1).max(253), ip: z.union([z.ipv4(), z.ipv6()]), port, scheduler_cluster_id: id },
  ...{ ...place, features: features.nullish() },
});
const newSeedPeer = z.object({
  ...{ host_name: z.string().min(1).max(253), type: z.literal('super'), ip: z.union([z.ipv4(), z.ipv6()]), port },
  ...{ download_port: port, seed_peer_cluster_id: id, ...place },
});
const sole = { ip: z.union([z.ipv4(), z.ipv6()]).optional(), port: port.optional(), ...place };

export const schedulerRoutes: readonly Route[] = [
  route({
    ...{ ...common, method: 'post', path: '/api/v1/schedulers', permission: may('create', 'Scheduler') },
    ...{ summary: 'Registers a scheduler; it is inactive until it keeps alive', answer: shownScheduler },
    body: newScheduler,
    async handle({ viewer, services, body }) {
      const { host_name: hostname, scheduler_cluster_id: clusterId, ip, port: on } = body;
      const registration = {
        ...{ hostname, clusterId, ip, port: on, idc: body.idc ?? '', location: body.location ?? '' },
        ...{ features: body.features ?? defaultFeatures, keepAliveIntervalMs },
      };
      const register = async () => (await services.topology.registerScheduler(registration)).scheduler;
      return { body: schedulerOf(await services.schedulers.add(viewer, clusterId, register)) };
    },
  }),
  route({
    ...{ ...common, method: 'get', path: '/api/v1/schedulers', permission: may('read', 'Scheduler') },
    ...{ summary: 'Schedulers', answer: z.array(shownScheduler) },
    query: z.object({ ...filter, scheduler_cluster_id: idQuery }),
    async handle({ viewer, services, url, query }) {
      const { host_name: hostname, scheduler_cluster_id: clusterId, ip, idc, location, state } = query;
      const wanted = { hostname, clusterId, ip, idc, location, state };
      const { items, total } = await services.schedulers.list(viewer, wanted, rowsOf(query));
      return pageAnswer(url, query, items.map(schedulerOf), total);
    },
  }),
  route({
    ...{ ...common, method: 'get', path: '/api/v1/schedulers/{id}', permission: may('read', 'Scheduler') },
    ...{ summary: 'A scheduler', answer: shownScheduler, params: idParams },
    handle: async ({ viewer, services, params }) => ({
      body: schedulerOf(await services.schedulers.byId(viewer, params.id)),
    }),
  }),
  route({
    ...{ ...common, method: 'patch', path: '/api/v1/schedulers/{id}', permission: may('update', 'Scheduler') },
    ...{ summary: 'Changes a scheduler, until it registers again', answer: shownScheduler, params: idParams },
    body: z.object({ ...sole, features: features.nullish(), scheduler_cluster_id: z.unknown().optional() }),
    async handle({ viewer, services, params, body }) {
      if (body.scheduler_cluster_id !== undefined)
        throw new Failure('invalid', 'scheduler_cluster_id: a scheduler says itself which cluster it serves');
      const change = { ip: body.ip, port: body.port, ...said(body), features: body.features ?? undefined };
      return { body: schedulerOf(await services.schedulers.update(viewer, params.id, change)) };
    },
  }),
  route({
    ...{ ...common, method: 'delete', path: '/api/v1/schedulers/{id}', permission: may('delete', 'Scheduler') },
    ...{ summary: 'Forgets a scheduler that is not active', params: idParams },
    async handle({ viewer, services, params }) {
      await services.schedulers.remove(viewer, params.id);
      return {};
    },
  }),
  route({
    ...{ ...common, method: 'get', path: '/api/v1/scheduler-features', permission: may('read', 'Scheduler') },
    ...{ summary: 'What a scheduler can be asked to do', answer: z.array(z.string()) },
    handle: async () => ({ body: defaultFeatures }),
  }),
];

export const seedPeerRoutes: readonly Route[] = [
  route({
    ...{ ...common, method: 'post', path: '/api/v1/seed-peers', permission: may('create', 'SeedPeer') },
    ...{ summary: 'Registers a seed peer; it is inactive until it keeps alive', answer: shownSeedPeer },
    body: newSeedPeer,
    async handle({ viewer, services, body }) {
      const { host_name: hostname, seed_peer_cluster_id: clusterId, ip, port: on, type } = body;
      const registration = {
        ...{ hostname, clusterId, ip, port: on, downloadPort: body.download_port, type },
        ...{ idc: body.idc ?? '', location: body.location ?? '' },
      };
      const register = async () => (await services.topology.registerSeedPeer(registration)).seedPeer;
      return { body: seedPeerOf(await services.seedPeers.add(viewer, clusterId, register)) };
    },
  }),
  route({
    ...{ ...common, method: 'get', path: '/api/v1/seed-peers', permission: may('read', 'SeedPeer') },
    ...{ summary: 'Seed peers', answer: z.array(shownSeedPeer) },
    query: z.object({ ...filter, seed_peer_cluster_id: idQuery }),
    async handle({ viewer, services, url, query }) {
      const { host_name: hostname, seed_peer_cluster_id: clusterId, ip, idc, location, state } = query;
      const wanted = { hostname, clusterId, ip, idc, location, state };
      const { items, total } = await services.seedPeers.list(viewer, wanted, rowsOf(query));
      return pageAnswer(url, query, items.map(seedPeerOf), total);
    },
  }),
  route({
    ...{ ...common, method: 'get', path: '/api/v1/seed-peers/{id}', permission: may('read', 'SeedPeer') },
    ...{ summary: 'A seed peer', answer: shownSeedPeer, params: idParams },
    handle: async ({ viewer, services, params }) => ({
      body: seedPeerOf(await services.seedPeers.byId(viewer, params.id)),
    }),
  }),
  route({
    ...{ ...common, method: 'patch', path: '/api/v1/seed-peers/{id}', permission: may('update', 'SeedPeer') },
    ...{ summary: 'Changes a seed peer, until it registers again', answer: shownSeedPeer, params: idParams },
    body: z.object({ ...sole, download_port: port.optional() }),
    async handle({ viewer, services, params, body }) {
      const change = { ip: body.ip, port: body.port, ...said(body), downloadPort: body.download_port };
      return { body: seedPeerOf(await services.seedPeers.update(viewer, params.id, change)) };
    },
  }),
  route({
    ...{ ...common, method: 'delete', path: '/api/v1/seed-peers/{id}', permission: may('delete', 'SeedPeer') },
    ...{ summary: 'Forgets a seed peer that is not active', params: idParams },
    async handle({ viewer, services, params }) {
      await services.seedPeers.remove(viewer, params.id);
      return {};
    },
  }),
];

const said = ({ idc, location }: { idc?: string | null | undefined; location?: string | null | undefined }) => ({
  idc: idc ?? undefined,
  location: location ?? undefined,
});

import { z } from 'zod';
import type { HostRow } from '../../domain/hosts/hosts.ts';
import { idParams, idQuery, pageAnswer, rowsOf, textQuery } from '../dragonfly-routes.ts';
import { dragonflyPage } from '../paging.ts';
import { type Route, route } from '../route.ts';

const common = { dialect: 'dragonfly', tag: 'Peers, as in Dragonfly' } as const;
const shown = z
  .object({
    ...{ id: z.int(), host_name: z.string(), type: z.enum(['super', 'normal']), ip: z.string(), port: z.int() },
    ...{ download_port: z.int(), proxy_port: z.int(), idc: z.string(), location: z.string() },
    ...{ state: z.enum(['active', 'inactive']), os: z.string(), git_version: z.string() },
    ...{ scheduler_cluster_id: z.int(), created_at: z.string(), updated_at: z.string() },
  })
  .meta({ id: 'DragonflyPeer' });

const peerOf = (host: HostRow) => ({
  ...{ id: host.id, host_name: host.hostname, type: host.kind === 'seed' ? 'super' : 'normal', ip: host.ip },
  ...{ port: host.port, download_port: host.downloadPort, proxy_port: host.proxyPort, object_storage_port: 0 },
  ...{ idc: host.idc, location: host.location, state: host.state === 'left' ? 'inactive' : 'active', os: host.os },
  ...{ platform: host.platform, platform_family: host.platformFamily, platform_version: host.platformVersion },
  ...{ kernel_version: host.kernelVersion, git_version: host.gitVersion, git_commit: host.gitCommit },
  ...{ build_platform: host.buildPlatform, scheduler_cluster_id: host.schedulerClusterId },
  ...{ created_at: host.firstSeenAt.toISOString(), updated_at: host.announcedAt.toISOString() },
});

/** Hosts as Dragonfly's manager offers them. They come from the schedulers: nobody adds one by hand. */
export const peerRoutes: readonly Route[] = [
  route({
    ...{ ...common, method: 'get', path: '/api/v1/peers', permission: { action: 'read', subject: 'Host' } },
    ...{ summary: 'Peers, by host name', answer: z.array(shown) },
    query: z.object({
      ...{ ...dragonflyPage, host_name: textQuery, ip: textQuery, idc: textQuery, location: textQuery },
      ...{ git_version: textQuery, scheduler_cluster_id: idQuery },
      type: z.enum(['super', 'normal']).optional(),
      state: z.enum(['active', 'inactive']).optional(),
    }),
    async handle({ viewer, services, url, query }) {
      const { host_name: hostname, ip, idc, location, git_version: version, scheduler_cluster_id: clusterId } = query;
      const kind = query.type === undefined ? undefined : query.type === 'super' ? 'seed' : 'normal';
      const present = query.state === undefined ? undefined : query.state === 'active';
      const wanted = { hostname, ip, idc, location, version, clusterId, kind, present } as const;
      const page = { order: 'hostname', direction: 'asc', ...rowsOf(query) } as const;
      const { items, total } = await services.hosts.search(viewer, { ...wanted, ...page });
      return pageAnswer(url, query, items.map(peerOf), total);
    },
  }),
  route({
    ...{ ...common, method: 'get', path: '/api/v1/peers/{id}', permission: { action: 'read', subject: 'Host' } },
    ...{ summary: 'A peer', answer: shown, params: idParams },
    handle: async ({ viewer, services, params }) => ({ body: peerOf(await services.hosts.byId(viewer, params.id)) }),
  }),
  route({
    ...{ ...common, method: 'delete', path: '/api/v1/peers/{id}', permission: { action: 'delete', subject: 'Host' } },
    ...{ summary: 'Forgets a peer; one that is there comes back when it announces itself', params: idParams },
    async handle({ viewer, services, params }) {
      await services.hosts.remove(viewer, params.id);
      return {};
    },
  }),
];

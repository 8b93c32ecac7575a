import { Failure } from '@damselfly/core';
import { z } from 'zod';
import { clusterSettings } from '../../domain/clusters/cluster-settings.ts';
import { dragonflyCluster, dragonflyClusterBody, dragonflyClusterSchema, settingsFrom } from '../dragonfly-cluster.ts';
import { dragonflyPage, linkHeader } from '../paging.ts';
import { type Route, route } from '../route.ts';

const params = z.object({
  id: z.coerce
    .number()
    .int()
    .min(1)
    .max(2 ** 31 - 1),
});
const may = (action: 'create' | 'read' | 'update' | 'delete') => ({ action, subject: 'SchedulerCluster' }) as const;

/** Clusters as Dragonfly's manager offers them, each with its seed peer cluster. A new one is the caller's tenant's. */
export function dragonflyClusterRoutes(base: '/oapi/v1' | '/api/v1'): readonly Route[] {
  const common = { dialect: 'dragonfly', tag: 'Clusters, as in Dragonfly' } as const;
  const [all, one] = [`${base}/clusters`, `${base}/clusters/{id}`];
  return [
    route({
      ...{ ...common, method: 'post', path: all, permission: may('create') },
      ...{ summary: 'Creates a cluster', answer: dragonflyClusterSchema },
      body: dragonflyClusterBody,
      async handle({ viewer, services, body }) {
        if (!body.name) throw new Failure('invalid', 'name is missing');
        const settings = clusterSettings.parse(settingsFrom(body));
        return { body: dragonflyCluster(await services.clusterAdmin.create(viewer, viewer.tenant.id, settings)) };
      },
    }),
    route({
      ...{ ...common, method: 'get', path: all, permission: may('read') },
      ...{ summary: 'Clusters', answer: z.array(dragonflyClusterSchema) },
      query: z.object({ ...dragonflyPage, name: z.string().optional() }),
      async handle({ viewer, services, url, query: { page, per_page: perPage, name } }) {
        const clusters = (await services.clusterAdmin.list(viewer)).filter(
          ({ settings }) => !name || settings.name === name,
        );
        const items = clusters.slice((page - 1) * perPage, page * perPage).map(dragonflyCluster);
        return { body: items, headers: { Link: linkHeader(url, page, perPage, clusters.length) } };
      },
    }),
    route({
      ...{ ...common, method: 'get', path: one, permission: may('read'), params },
      ...{ summary: 'A cluster', answer: dragonflyClusterSchema },
      handle: async ({ viewer, services, params: { id } }) => ({
        body: dragonflyCluster(await services.clusterAdmin.settings(viewer, id)),
      }),
    }),
    route({
      ...{ ...common, method: 'patch', path: one, permission: may('update'), params },
      ...{ summary: 'Changes a cluster; what is left out stays', answer: dragonflyClusterSchema },
      body: dragonflyClusterBody,
      handle: async ({ viewer, services, params: { id }, body }) => ({
        body: dragonflyCluster(await services.clusterAdmin.update(viewer, id, settingsFrom(body))),
      }),
    }),
    route({
      ...{ ...common, method: 'delete', path: one, permission: may('delete'), params },
      summary: 'Deletes a cluster without active schedulers',
      async handle({ viewer, services, params: { id } }) {
        await services.clusterAdmin.remove(viewer, id);
        return {};
      },
    }),
  ];
}

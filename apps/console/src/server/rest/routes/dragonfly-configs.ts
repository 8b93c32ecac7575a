import { z } from 'zod';
import type { ConfigRow } from '../../domain/configs/configs.ts';
import { idParams, pageOfAll, textQuery, times } from '../dragonfly-routes.ts';
import { dragonflyPage } from '../paging.ts';
import { type Route, route } from '../route.ts';

const common = { dialect: 'dragonfly', tag: 'Configs, as in Dragonfly' } as const;
const may = (action: 'create' | 'read' | 'update' | 'delete') => ({ action, subject: 'Setting' }) as const;
const base = '/api/v1/configs';
const shown = z
  .object({
    ...{ id: z.int(), name: z.string(), value: z.string(), bio: z.string(), user_id: z.int() },
    ...{ created_at: z.string(), updated_at: z.string() },
  })
  .meta({ id: 'DragonflyConfig' });
const value = z.string().min(1).max(1024);
const bio = z.string().max(1024).nullish();
const name = z.string().min(1).max(100);

const configOf = ({ id, name: called, value: text, bio: note, ...row }: ConfigRow) => ({
  ...{ id, name: called, value: text, bio: note, user_id: 0, ...times(row) },
});

/** Named texts of the platform; `gc` says how long audit events and jobs are kept. */
export const configRoutes: readonly Route[] = [
  route({
    ...{ ...common, method: 'post', path: base, permission: may('create'), summary: 'Keeps a config' },
    ...{ answer: shown, body: z.object({ name, value, bio, user_id: z.int().nullish() }) },
    handle: async ({ viewer, services, body }) => ({
      body: configOf(
        await services.configs.create(viewer, { name: body.name, value: body.value, bio: body.bio ?? '' }),
      ),
    }),
  }),
  route({
    ...{ ...common, method: 'get', path: base, permission: may('read'), summary: 'Configs', answer: z.array(shown) },
    query: z.object({ ...dragonflyPage, name: textQuery, value: textQuery }),
    async handle({ viewer, services, url, query }) {
      const all = (await services.configs.list(viewer)).filter(
        (config) =>
          (query.name === undefined || config.name === query.name) &&
          (query.value === undefined || config.value === query.value),
      );
      return pageOfAll(url, query, all.map(configOf));
    },
  }),
  route({
    ...{ ...common, method: 'get', path: `${base}/{id}`, permission: may('read'), params: idParams },
    ...{ summary: 'A config', answer: shown },
    handle: async ({ viewer, services, params }) => ({
      body: configOf(await services.configs.byId(viewer, params.id)),
    }),
  }),
  route({
    ...{ ...common, method: 'patch', path: `${base}/{id}`, permission: may('update'), params: idParams },
    ...{ summary: 'Changes a config', answer: shown, body: z.object({ value: value.optional(), bio }) },
    handle: async ({ viewer, services, params, body }) => ({
      body: configOf(
        await services.configs.update(viewer, params.id, { value: body.value, bio: body.bio ?? undefined }),
      ),
    }),
  }),
  route({
    ...{ ...common, method: 'delete', path: `${base}/{id}`, permission: may('delete'), params: idParams },
    summary: 'Deletes a config',
    async handle({ viewer, services, params }) {
      await services.configs.remove(viewer, params.id);
      return {};
    },
  }),
];

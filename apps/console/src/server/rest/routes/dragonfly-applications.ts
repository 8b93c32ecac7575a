import { z } from 'zod';
import { type ApplicationRow, applicationSettings } from '../../domain/applications/applications.ts';
import { idParams, pageOfAll, textQuery, times } from '../dragonfly-routes.ts';
import { dragonflyPage } from '../paging.ts';
import { type Route, route } from '../route.ts';

const base = '/api/v1/applications';
const common = { dialect: 'dragonfly', tag: 'Applications, as in Dragonfly' } as const;
const may = (action: 'create' | 'read' | 'update' | 'delete') => ({ action, subject: 'Application' }) as const;

const priority = z.object({
  value: z.int().min(0).max(20),
  urls: z.array(z.object({ regex: z.string(), value: z.int().min(0).max(20) })).nullish(),
});
const text = z.string().max(1024).nullish();
const body = z.object({ name: z.string().min(1).max(256), url: text, bio: text, priority, user_id: z.int().nullish() });
const shown = z
  .object({
    ...{ id: z.int(), name: z.string(), url: z.string(), bio: z.string(), priority: z.unknown(), user_id: z.int() },
    ...{ created_at: z.string(), updated_at: z.string() },
  })
  .meta({ id: 'DragonflyApplication' });

/** Nobody owns an application but its tenant. */
const applicationOf = ({ id, name, url, bio, priority: urgency, ...row }: ApplicationRow) => ({
  ...{ id, name, url, bio, priority: urgency, user_id: 0, ...times(row) },
});
const settingsOf = ({ name, url, bio, priority: urgency }: z.output<typeof body>) =>
  applicationSettings.parse({
    ...{ name, url: url ?? '', bio: bio ?? '' },
    priority: { value: urgency.value, urls: urgency.urls ?? [] },
  });

/** Applications of the caller's tenant, as Dragonfly's manager offers them. */
export const dragonflyApplicationRoutes: readonly Route[] = [
  route({
    ...{ ...common, method: 'post', path: base, permission: may('create'), summary: 'Creates an application' },
    ...{ answer: shown, body },
    handle: async ({ viewer, services, body: wanted }) => ({
      body: applicationOf(await services.applications.create(viewer, settingsOf(wanted))),
    }),
  }),
  route({
    ...{ ...common, method: 'get', path: base, permission: may('read'), summary: 'Applications' },
    ...{ answer: z.array(shown), query: z.object({ ...dragonflyPage, name: textQuery }) },
    async handle({ viewer, services, url, query }) {
      const all = await services.applications.list(viewer);
      const fitting = all.filter(({ name }) => query.name === undefined || name === query.name);
      return pageOfAll(url, query, fitting.map(applicationOf));
    },
  }),
  route({
    ...{ ...common, method: 'get', path: `${base}/{id}`, permission: may('read'), summary: 'An application' },
    ...{ answer: shown, params: idParams },
    handle: async ({ viewer, services, params }) => ({
      body: applicationOf(await services.applications.byId(viewer, params.id)),
    }),
  }),
  route({
    ...{ ...common, method: 'patch', path: `${base}/{id}`, permission: may('update'), params: idParams },
    ...{ summary: 'Changes an application; what is left out stays', answer: shown, body: body.partial() },
    async handle({ viewer, services, params, body: change }) {
      const { name, url, bio, priority: urgency } = await services.applications.byId(viewer, params.id);
      const wanted = settingsOf({
        name: change.name ?? name,
        url: change.url ?? url,
        bio: change.bio ?? bio,
        priority: change.priority ?? urgency,
      });
      return { body: applicationOf(await services.applications.update(viewer, params.id, wanted)) };
    },
  }),
  route({
    ...{ ...common, method: 'delete', path: `${base}/{id}`, permission: may('delete'), params: idParams },
    summary: 'Deletes an application',
    async handle({ viewer, services, params }) {
      await services.applications.remove(viewer, params.id);
      return {};
    },
  }),
];

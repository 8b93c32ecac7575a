import { z } from 'zod';
import { applicationSettings } from '../../domain/applications/applications.ts';
import { type Route, route } from '../route.ts';

const params = z.strictObject({
  id: z.coerce
    .number()
    .int()
    .min(1)
    .max(2 ** 31 - 1),
});
const time = z.iso.datetime();
const application = applicationSettings
  .extend({ id: z.int(), tenantId: z.uuid(), createdAt: time, updatedAt: time })
  .meta({ id: 'Application' });

const common = { dialect: 'v2', tag: 'Applications' } as const;
const may = (action: 'create' | 'read' | 'update' | 'delete') => ({ action, subject: 'Application' }) as const;
const base = '/api/v2/applications';

/** Applications of the caller's tenant, and how urgent their downloads are. */
export const applicationRoutes: readonly Route[] = [
  route({
    ...{ ...common, method: 'get', path: base, permission: may('read'), summary: 'Applications, by name' },
    answer: z.object({ items: z.array(application), total: z.int() }),
    async handle({ viewer, services }) {
      const items = await services.applications.list(viewer);
      return { body: { items, total: items.length } };
    },
  }),
  route({
    ...{ ...common, method: 'post', path: base, permission: may('create'), status: 201 },
    ...{ summary: 'Creates an application', answer: application },
    body: applicationSettings,
    async handle({ viewer, services, body }) {
      const made = await services.applications.create(viewer, body);
      return { body: made, headers: { Location: `${base}/${made.id}` } };
    },
  }),
  route({
    ...{ ...common, method: 'get', path: `${base}/{id}`, permission: may('read'), params },
    ...{ summary: 'An application', answer: application },
    handle: async ({ viewer, services, params: one }) => ({ body: await services.applications.byId(viewer, one.id) }),
  }),
  route({
    ...{ ...common, method: 'put', path: `${base}/{id}`, permission: may('update'), params },
    ...{ summary: 'Replaces what is set of an application', answer: application },
    body: applicationSettings,
    handle: async ({ viewer, services, params: one, body }) => ({
      body: await services.applications.update(viewer, one.id, body),
    }),
  }),
  route({
    ...{ ...common, method: 'delete', path: `${base}/{id}`, permission: may('delete'), params },
    ...{ summary: 'Deletes an application', status: 204 },
    async handle({ viewer, services, params: one }) {
      await services.applications.remove(viewer, one.id);
      return { status: 204 };
    },
  }),
];

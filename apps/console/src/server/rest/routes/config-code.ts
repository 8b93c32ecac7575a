import { z } from 'zod';
import { configDocument, sectionNames } from '../../domain/config-code/document.ts';
import { type Route, route } from '../route.ts';

const common = { dialect: 'v2', tag: 'Configuration as code' } as const;
const read = { action: 'read', subject: 'ConfigRevision' } as const;
const write = { action: 'update', subject: 'Setting' } as const;
const base = '/api/v2/config';
const change = z
  .object({
    ...{ section: z.enum(sectionNames), name: z.string(), action: z.enum(['create', 'update', 'delete']) },
    ...{ before: z.unknown().optional(), after: z.unknown().optional() },
  })
  .meta({ id: 'ConfigChange' });
const changes = z.object({ changes: z.array(change), revision: z.int().optional() });
const revision = z.int().positive();
const comment = z.string().max(1024).default('');
const wanted = { document: configDocument, prune: z.boolean().default(false) };

/** Clusters, applications, roles, schedules and quotas of the caller's tenant as one document. */
export const configCodeRoutes: readonly Route[] = [
  route({
    ...{ ...common, method: 'get', path: base, permission: read, answer: z.unknown() },
    summary: 'The whole configuration, always in the same order',
    handle: async ({ viewer, services }) => ({ body: await services.configCode.export(viewer) }),
  }),
  route({
    ...{ ...common, method: 'post', path: `${base}/diff`, permission: read, answer: changes },
    ...{ summary: 'What a document would change', body: z.strictObject(wanted) },
    handle: async ({ viewer, services, body: { document, prune } }) => ({
      body: { changes: await services.configCode.diff(viewer, document, { prune }) },
    }),
  }),
  route({
    ...{ ...common, method: 'post', path: `${base}/apply`, permission: write, answer: changes },
    ...{ summary: 'Makes the configuration what a document says', body: z.strictObject({ ...wanted, comment }) },
    handle: async ({ viewer, services, body: { document, ...options } }) => ({
      body: await services.configCode.apply(viewer, document, options),
    }),
  }),
  route({
    ...{ ...common, method: 'get', path: `${base}/revisions`, permission: read, answer: z.unknown() },
    summary: 'What was applied, when and by whom, the newest first',
    async handle({ viewer, services }) {
      const items = await services.configCode.history(viewer);
      return { body: { items: items.map(({ value: _, ...row }) => row), total: items.length } };
    },
  }),
  route({
    ...{ ...common, method: 'get', path: `${base}/revisions/{revision}`, permission: read, answer: z.unknown() },
    ...{ summary: 'The document of a revision', params: z.object({ revision: z.coerce.number().pipe(revision) }) },
    handle: async ({ viewer, services, params }) => ({
      body: await services.configCode.revision(viewer, params.revision),
    }),
  }),
];

import { z } from 'zod';
import { quotaKinds } from '../../domain/quotas/stores.ts';
import { type Route, route } from '../route.ts';

const params = z.strictObject({ id: z.uuid() });
const limit = z.int().min(0).nullable();
const state = z
  .object({
    ...{ kind: z.enum(quotaKinds), soft: limit, hard: limit, used: z.int(), level: z.enum(['free', 'soft', 'hard']) },
    resetsAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Quota' });
const tenant = z.object({ id: z.uuid(), slug: z.string(), name: z.string() });
const ofTenant = z.object({ tenant, quotas: z.array(state) });
const common = { dialect: 'v2', tag: 'Quotas' } as const;
const reading = { action: 'read', subject: 'Quota' } as const;

/** What tenants may use, and what they use. The id is the tenant's. */
export const quotaRoutes: readonly Route[] = [
  route({
    ...{ ...common, method: 'get', path: '/api/v2/quotas', permission: reading },
    ...{ summary: 'Quotas of every tenant, and what is used', answer: z.array(ofTenant) },
    handle: async ({ viewer, services }) => ({ body: await services.quotas.list(viewer) }),
  }),
  route({
    ...{ ...common, method: 'get', path: '/api/v2/quotas/{id}', permission: reading, params },
    summary: 'Quotas of a tenant, and bytes from origins day by day',
    answer: ofTenant.extend({ originDays: z.array(z.object({ startsAt: z.iso.datetime(), bytes: z.int() })) }),
    handle: async ({ viewer, services, params: { id } }) => ({ body: await services.quotas.usage(viewer, id) }),
  }),
  route({
    ...{ ...common, method: 'put', path: '/api/v2/quotas/{id}', params },
    permission: { action: 'update', subject: 'Quota' },
    ...{ summary: 'Sets a limit of a tenant; null lifts it', answer: ofTenant },
    body: z.strictObject({ kind: z.enum(quotaKinds), soft: limit, hard: limit }),
    handle: async ({ viewer, services, params: { id }, body: { kind, ...limits } }) => ({
      body: await services.quotas.set(viewer, id, kind, limits),
    }),
  }),
];

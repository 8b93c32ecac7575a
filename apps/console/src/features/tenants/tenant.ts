import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '../../server/trpc/router.ts';
import { callTwin } from '../../ui/call-twin.ts';

export type Tenant = inferRouterOutputs<AppRouter>['tenants']['list'][number];

/** A slug for a name, as far as the name has letters for one: `Data Platform` is `data-platform`. */
export const slugOf = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 64)
    .replaceAll(/^-+|-+$/g, '');

/** The same by the API: a new tenant, or another name for the one with `id`. */
export const tenantTwin = ({ slug, name }: Pick<Tenant, 'slug' | 'name'>, id: string | undefined) =>
  id === undefined
    ? callTwin({ method: 'POST', path: '/api/v2/tenants', body: { slug, name } })
    : callTwin({ method: 'PATCH', path: `/api/v2/tenants/${id}`, body: { name } });

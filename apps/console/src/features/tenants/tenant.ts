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

/** Another name by the API. There is none to make a tenant: a token never leaves its own. */
export const renameTwin = (id: string, name: string) =>
  callTwin({ method: 'PATCH', path: `/api/v2/tenants/${id}`, body: { name } });

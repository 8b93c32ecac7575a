import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '../../server/trpc/router.ts';

export type ServiceAccount = inferRouterOutputs<AppRouter>['serviceAccounts']['list'][number];
export type AccountFields = inferRouterInputs<AppRouter>['serviceAccounts']['create'];

/** What is sent to keep an account as it is, but for one change. */
export const fieldsOf = (
  { name, description, enabled, roles }: ServiceAccount,
  change: Partial<AccountFields> = {},
): AccountFields => ({ name, description, enabled, roleIds: roles.map(({ id }) => id), ...change });

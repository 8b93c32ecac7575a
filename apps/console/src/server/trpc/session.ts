import { z } from 'zod';
import { packAbility } from '../auth/ability.ts';
import { maxPasswordLength, minPasswordLength } from '../domain/accounts/accounts.ts';
import { may, router } from './builder.ts';

/** The own session: who am I, in which tenant, and with which password. */
export const sessionRouter = router({
  me: may('read', 'Session').query(async ({ ctx: { viewer, services } }) => ({
    user: viewer.user,
    tenant: viewer.tenant,
    tenants: await services.accounts.tenants(viewer),
    roles: viewer.roles,
    abilities: packAbility(viewer.rules),
  })),
  changePassword: may('update', 'Session')
    .input(
      z.strictObject({
        current: z.string().min(1).max(maxPasswordLength),
        next: z.string().min(minPasswordLength).max(maxPasswordLength),
      }),
    )
    .mutation(({ ctx: { viewer, services }, input }) => services.accounts.changePassword(viewer, input)),
  switchTenant: may('update', 'Session')
    .input(z.strictObject({ tenantId: z.uuid() }))
    .mutation(({ ctx: { viewer, services }, input }) => services.accounts.switchTenant(viewer, input.tenantId)),
});

import { z } from 'zod';
import { packAbility } from '../auth/ability.ts';
import { maxPasswordLength, minPasswordLength } from '../domain/accounts/password-policy.ts';
import { may, router } from './builder.ts';
import { rowId } from './ids.ts';

/** The own session: who am I, in which tenant, with which password, and where else am I signed in. */
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
  /** Where one is signed in; another user's for who may change that user. */
  list: may('read', 'Session')
    .input(z.strictObject({ userId: rowId.optional() }).default({}))
    .query(({ ctx: { viewer, services }, input }) => services.sessions.list(viewer, input.userId)),
  revoke: may('delete', 'Session')
    .input(z.strictObject({ id: z.uuid() }))
    .mutation(({ ctx: { viewer, services }, input }) => services.sessions.revoke(viewer, input.id)),
  revokeAll: may('delete', 'Session')
    .input(z.strictObject({ userId: rowId.optional() }).default({}))
    .mutation(({ ctx: { viewer, services }, input }) => services.sessions.revokeAll(viewer, input.userId)),
});

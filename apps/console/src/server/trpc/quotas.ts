import { z } from 'zod';
import { quotaKinds } from '../domain/quotas/stores.ts';
import { may, router } from './builder.ts';

const tenantId = z.uuid();
const limit = z.int().min(0).nullable();

/** What tenants may use, and what they use. */
export const quotasRouter = router({
  list: may('read', 'Quota').query(({ ctx: { viewer, services } }) => services.quotas.list(viewer)),
  /** Of the viewer's tenant unless another is named. */
  usage: may('read', 'Quota')
    .input(z.strictObject({ tenantId: tenantId.optional() }).default({}))
    .query(({ ctx: { viewer, services }, input }) => services.quotas.usage(viewer, input.tenantId ?? viewer.tenant.id)),
  /** `null` lifts a limit. */
  set: may('update', 'Quota')
    .input(z.strictObject({ tenantId, kind: z.enum(quotaKinds), soft: limit, hard: limit }))
    .mutation(({ ctx: { viewer, services }, input: { tenantId: tenant, kind, ...limits } }) =>
      services.quotas.set(viewer, tenant, kind, limits),
    ),
});

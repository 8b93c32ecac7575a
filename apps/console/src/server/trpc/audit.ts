import { z } from 'zod';
import { may, router } from './builder.ts';
import { rowId } from './ids.ts';

const filter = {
  from: z.date().optional(),
  to: z.date().optional(),
  tenantId: z.uuid().optional(),
  actorUserId: rowId.optional(),
  actorKind: z.enum(['user', 'token', 'system', 'anonymous']).optional(),
  action: z.string().max(64).optional(),
  targetKind: z.string().max(64).optional(),
  targetId: z.string().max(256).optional(),
  outcome: z.enum(['success', 'failure', 'refused']).optional(),
  requestId: z.string().max(64).optional(),
  text: z.string().max(256).optional(),
  cursor: z.string().max(20).optional(),
};

export const auditRouter = router({
  search: may('read', 'AuditEvent')
    .input(
      z.strictObject({
        ...filter,
        direction: z.literal('forward').optional(),
        limit: z.int().min(1).max(200).default(50),
      }),
    )
    .query(({ ctx: { viewer, services }, input: { direction: _, ...query } }) => services.audit.search(viewer, query)),
  /** The log as a file, part by part. */
  exportPart: may('read', 'AuditEvent')
    .input(z.strictObject({ ...filter, format: z.enum(['csv', 'json-lines']) }))
    .query(({ ctx: { viewer, services }, input }) => services.audit.exportPart(viewer, input)),
  /** Whether nobody changed the past. */
  verify: may('read', 'AuditEvent').query(({ ctx: { services } }) => services.audit.verify()),
});

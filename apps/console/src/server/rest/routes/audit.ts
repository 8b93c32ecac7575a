import { z } from 'zod';
import { type Route, route } from '../route.ts';

const filter = {
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  tenantId: z.uuid().optional(),
  actorUserId: z.coerce.number().int().min(1).optional(),
  actorKind: z.enum(['user', 'token', 'system', 'anonymous']).optional(),
  action: z.string().max(64).optional(),
  targetKind: z.string().max(64).optional(),
  targetId: z.string().max(256).optional(),
  outcome: z.enum(['success', 'failure', 'refused']).optional(),
  requestId: z.string().max(64).optional(),
  text: z.string().max(256).optional(),
};
type Filter = z.output<z.ZodObject<typeof filter>>;

const common = { dialect: 'v2', tag: 'Audit', permission: { action: 'read', subject: 'AuditEvent' } } as const;
const event = z.record(z.string(), z.unknown()).meta({ id: 'AuditEvent' });

const filterOf = ({ from, to, ...query }: Filter) => ({
  ...query,
  ...(from !== undefined && { from: new Date(from) }),
  ...(to !== undefined && { to: new Date(to) }),
});

/** Who did what: to search, and as a file of any length. */
export const auditRoutes: readonly Route[] = [
  route({
    ...{ ...common, method: 'get', path: '/api/v2/audit', summary: 'Audit events, the newest first' },
    answer: z.object({ items: z.array(event), nextCursor: z.string().optional() }),
    query: z.strictObject({
      ...filter,
      cursor: z.string().max(20).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    async handle({ viewer, services, query: { cursor, limit, ...query } }) {
      const { items, ...page } = await services.audit.search(viewer, { ...filterOf(query), cursor, limit });
      return { body: { items: items.map(({ id, ...one }) => ({ id: String(id), ...one })), ...page } };
    },
  }),
  route({
    ...{ ...common, method: 'get', path: '/api/v2/audit/export' },
    summary: 'Audit events as a file, CSV or JSON lines, the newest first',
    query: z.strictObject({ ...filter, format: z.enum(['csv', 'json-lines']).default('json-lines') }),
    async handle({ viewer, services, query: { format, ...query } }) {
      const [type, ending] = format === 'csv' ? ['text/csv; charset=utf-8', 'csv'] : ['application/x-ndjson', 'jsonl'];
      const day = new Date().toISOString().slice(0, 10);
      return {
        stream: services.audit.exported(viewer, filterOf(query), format),
        headers: { 'Content-Type': type, 'Content-Disposition': `attachment; filename="audit-${day}.${ending}"` },
      };
    },
  }),
];

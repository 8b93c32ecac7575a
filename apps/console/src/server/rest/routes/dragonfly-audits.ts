import { z } from 'zod';
import type { AuditEvent } from '../../domain/audit/stores.ts';
import { pageAnswer, rowsOf, textQuery } from '../dragonfly-routes.ts';
import { dragonflyPage } from '../paging.ts';
import { type Route, route } from '../route.ts';

const methods: Readonly<Record<string, string>> = { create: 'POST', update: 'PATCH', delete: 'DELETE' };
const shown = z
  .object({
    ...{ id: z.int(), actor_type: z.enum(['UNKNOWN', 'USER', 'PAT']), actor_name: z.string(), event_type: z.string() },
    ...{ operation: z.string(), state: z.enum(['SUCCESS', 'FAILURE']), path: z.string(), status_code: z.int() },
    ...{ operated_at: z.string(), created_at: z.string(), updated_at: z.string() },
  })
  .meta({ id: 'DragonflyAudit' });

/** Dragonfly writes down requests, we what was done: the path names the thing. */
const auditOf = (event: AuditEvent) => {
  const at = event.at.toISOString();
  const good = event.outcome === 'success';
  return {
    ...{ id: Number(event.id), actor_type: actorType(event.actorKind), actor_name: event.actorName },
    ...{ event_type: 'API', operation: methods[event.action] ?? 'POST', state: good ? 'SUCCESS' : 'FAILURE' },
    path: `/${[event.targetKind, event.targetId].filter(Boolean).join('/')}`,
    ...{ status_code: good ? 200 : event.outcome === 'refused' ? 401 : 500, operated_at: at },
    ...{ created_at: at, updated_at: at, detail: { action: event.action, target: event.targetName } },
  };
};
/** Whatever is no change or deletion came with a POST. */
const actionsOf = (operation: string) =>
  operation === 'POST'
    ? { notIn: Object.keys(methods).filter((action) => methods[action] !== 'POST') }
    : { in: Object.keys(methods).filter((action) => methods[action] === operation) };
const actorType = (kind: AuditEvent['actorKind']) => (kind === 'user' ? 'USER' : kind === 'token' ? 'PAT' : 'UNKNOWN');

/** The audit log as Dragonfly's manager tells it, the newest first. */
export const dragonflyAuditRoutes: readonly Route[] = [
  route({
    ...{ dialect: 'dragonfly', tag: 'Audit, as in Dragonfly', method: 'get', path: '/api/v1/audits' },
    ...{ permission: { action: 'read', subject: 'AuditEvent' }, summary: 'What was done', answer: z.array(shown) },
    query: z.object({
      ...{ ...dragonflyPage, actor_name: textQuery, event_type: textQuery },
      actor_type: z.enum(['UNKNOWN', 'USER', 'PAT']).optional(),
      operation: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']).optional(),
      state: z.enum(['SUCCESS', 'FAILURE']).optional(),
    }),
    async handle({ viewer, services, url, query }) {
      const { actor_type: actor, actor_name: actorName, operation, state } = query;
      const actorKinds =
        actor && ({ USER: ['user'], PAT: ['token'], UNKNOWN: ['system', 'anonymous'] } as const)[actor];
      const actions = operation && actionsOf(operation);
      const outcomes = state && (state === 'SUCCESS' ? (['success'] as const) : (['failure', 'refused'] as const));
      const filter = { actorName, actorKinds, actions, outcomes };
      const { items, total } = await services.audit.paged(viewer, filter, rowsOf(query));
      return pageAnswer(url, query, items.map(auditOf), total);
    },
  }),
];

import { z } from 'zod';
import { scheduleChange, scheduleSettings } from '../../domain/schedules/schedules.ts';
import { triggerSettings } from '../../domain/triggers/triggers.ts';
import { webhookChange, webhookSettings } from '../../domain/webhooks/webhooks.ts';
import { type Route, route } from '../route.ts';

const id = z.coerce
  .number()
  .int()
  .min(1)
  .max(2 ** 31 - 1);
const params = z.strictObject({ id });
const row = z.looseObject({ id: z.int(), name: z.string() });
const of = (subject: 'Schedule' | 'Trigger' | 'Webhook') => ({
  reading: { permission: { action: 'read', subject } } as const,
  creating: { permission: { action: 'create', subject } } as const,
  updating: { permission: { action: 'update', subject } } as const,
  deleting: { permission: { action: 'delete', subject } } as const,
});
const [schedule, trigger, webhook] = [of('Schedule'), of('Trigger'), of('Webhook')];
const common = { dialect: 'v2', tag: 'Schedules, triggers and webhooks' } as const;
const [get, post, patch, remove] = [
  { ...common, method: 'get' },
  { ...common, method: 'post', status: 201 },
  { ...common, method: 'patch' },
  { ...common, method: 'delete', status: 204 },
] as const;

/** Jobs that make themselves, and who is told when they end. */
export const automationRoutes: readonly Route[] = [
  route({
    ...{ ...get, ...schedule.reading, path: '/api/v2/schedules', summary: 'Schedules', answer: z.array(row) },
    handle: async ({ viewer, services }) => ({ body: await services.schedules.list(viewer) }),
  }),
  route({
    ...{ ...post, ...schedule.creating, path: '/api/v2/schedules', summary: 'Preheats by the clock' },
    ...{ answer: row, body: scheduleSettings },
    handle: async ({ viewer, services, body }) => ({ body: await services.schedules.create(viewer, body) }),
  }),
  route({
    ...{ ...patch, ...schedule.updating, path: '/api/v2/schedules/{id}', summary: 'Changes a schedule', params },
    ...{ answer: row, body: scheduleChange },
    handle: async ({ viewer, services, params: one, body }) => ({
      body: await services.schedules.update(viewer, one.id, body),
    }),
  }),
  route({
    ...{ ...remove, ...schedule.deleting, path: '/api/v2/schedules/{id}', summary: 'Forgets a schedule', params },
    async handle({ viewer, services, params: one }) {
      await services.schedules.remove(viewer, one.id);
      return {};
    },
  }),
  route({
    ...{ ...get, ...trigger.reading, path: '/api/v2/triggers', summary: 'Triggers', answer: z.array(row) },
    handle: async ({ viewer, services }) => ({ body: await services.triggers.list(viewer) }),
  }),
  route({
    ...{ ...post, ...trigger.creating, path: '/api/v2/triggers', summary: 'Preheats what registries say was pushed' },
    ...{ answer: row, body: triggerSettings },
    handle: async ({ viewer, services, body }) => ({ body: await services.triggers.create(viewer, body) }),
  }),
  route({
    ...{ ...patch, ...trigger.updating, path: '/api/v2/triggers/{id}', summary: 'Switches a trigger', params },
    ...{ answer: row, body: z.strictObject({ enabled: z.boolean() }) },
    handle: async ({ viewer, services, params: one, body }) => ({
      body: await services.triggers.setEnabled(viewer, one.id, body.enabled),
    }),
  }),
  route({
    ...{ ...remove, ...trigger.deleting, path: '/api/v2/triggers/{id}', summary: 'Forgets a trigger', params },
    async handle({ viewer, services, params: one }) {
      await services.triggers.remove(viewer, one.id);
      return {};
    },
  }),
  route({
    ...{ ...get, ...webhook.reading, path: '/api/v2/webhooks', summary: 'Webhooks', answer: z.array(row) },
    handle: async ({ viewer, services }) => ({ body: await services.webhooks.list(viewer) }),
  }),
  route({
    ...{ ...post, ...webhook.creating, path: '/api/v2/webhooks', summary: 'Tells an address when jobs end' },
    ...{ answer: row.extend({ secret: z.string() }), body: webhookSettings },
    handle: async ({ viewer, services, body }) => ({ body: await services.webhooks.create(viewer, body) }),
  }),
  route({
    ...{ ...patch, ...webhook.updating, path: '/api/v2/webhooks/{id}', summary: 'Changes a webhook', params },
    ...{ answer: row, body: webhookChange },
    handle: async ({ viewer, services, params: one, body }) => ({
      body: await services.webhooks.update(viewer, one.id, body),
    }),
  }),
  route({
    ...{ ...remove, ...webhook.deleting, path: '/api/v2/webhooks/{id}', summary: 'Forgets a webhook', params },
    async handle({ viewer, services, params: one }) {
      await services.webhooks.remove(viewer, one.id);
      return {};
    },
  }),
  route({
    ...{ ...get, ...webhook.reading, path: '/api/v2/webhooks/{id}/deliveries', params },
    ...{ summary: 'What was delivered lately', answer: z.array(z.looseObject({ id: z.string(), state: z.string() })) },
    handle: async ({ viewer, services, params: one }) => ({ body: await services.webhooks.deliveries(viewer, one.id) }),
  }),
];

const notification = z.looseObject({});
const made = z.object({ jobs: z.array(z.int()) });
const hooks = {
  method: 'post',
  dialect: 'dragonfly',
  tag: 'Notifications of registries',
  permission: { action: 'create', subject: 'Job' },
} as const;
const told = { body: notification, answer: made };

/** Where registries tell what was pushed. They send a token of their own, as everybody does. */
export const hookRoutes: readonly Route[] = [
  route({
    ...{ ...hooks, ...told, path: '/hooks/v1/harbor', summary: 'A webhook of Harbor' },
    handle: async ({ viewer, services, body }) => ({
      body: { jobs: await services.triggers.notified(viewer, 'harbor', body) },
    }),
  }),
  route({
    ...{ ...hooks, ...told, path: '/hooks/v1/oci', summary: 'A notification of the OCI distribution registry' },
    handle: async ({ viewer, services, body }) => ({
      body: { jobs: await services.triggers.notified(viewer, 'oci', body) },
    }),
  }),
  route({
    ...{ ...hooks, ...told, path: '/registry/notifications', summary: 'A notification as Kraken takes it' },
    handle: async ({ viewer, services, body }) => ({
      body: { jobs: await services.triggers.notified(viewer, 'kraken', body) },
    }),
  }),
];

import { z } from 'zod';
import { scheduleChange, scheduleSettings } from '../domain/schedules/schedules.ts';
import { triggerSettings } from '../domain/triggers/triggers.ts';
import { webhookChange, webhookSettings } from '../domain/webhooks/webhooks.ts';
import { may, router } from './builder.ts';

const id = z
  .int()
  .positive()
  .max(2 ** 31 - 1);
const one = z.strictObject({ id });

export const schedulesRouter = router({
  list: may('read', 'Schedule').query(({ ctx: { viewer, services } }) => services.schedules.list(viewer)),
  create: may('create', 'Schedule')
    .input(scheduleSettings)
    .mutation(({ ctx: { viewer, services }, input }) => services.schedules.create(viewer, input)),
  update: may('update', 'Schedule')
    .input(z.strictObject({ id, change: scheduleChange }))
    .mutation(({ ctx: { viewer, services }, input }) => services.schedules.update(viewer, input.id, input.change)),
  remove: may('delete', 'Schedule')
    .input(one)
    .mutation(({ ctx: { viewer, services }, input }) => services.schedules.remove(viewer, input.id)),
  preview: may('read', 'Schedule')
    .input(z.strictObject({ cron: z.string().max(128), timeZone: z.string().max(64).default('UTC') }))
    .query(({ ctx: { services }, input }) => services.schedules.preview(input.cron, input.timeZone, 5)),
});

export const triggersRouter = router({
  list: may('read', 'Trigger').query(({ ctx: { viewer, services } }) => services.triggers.list(viewer)),
  create: may('create', 'Trigger')
    .input(triggerSettings)
    .mutation(({ ctx: { viewer, services }, input }) => services.triggers.create(viewer, input)),
  setEnabled: may('update', 'Trigger')
    .input(z.strictObject({ id, enabled: z.boolean() }))
    .mutation(({ ctx: { viewer, services }, input }) => services.triggers.setEnabled(viewer, input.id, input.enabled)),
  remove: may('delete', 'Trigger')
    .input(one)
    .mutation(({ ctx: { viewer, services }, input }) => services.triggers.remove(viewer, input.id)),
});

export const webhooksRouter = router({
  list: may('read', 'Webhook').query(({ ctx: { viewer, services } }) => services.webhooks.list(viewer)),
  create: may('create', 'Webhook')
    .input(webhookSettings)
    .mutation(({ ctx: { viewer, services }, input }) => services.webhooks.create(viewer, input)),
  update: may('update', 'Webhook')
    .input(z.strictObject({ id, change: webhookChange }))
    .mutation(({ ctx: { viewer, services }, input }) => services.webhooks.update(viewer, input.id, input.change)),
  remove: may('delete', 'Webhook')
    .input(one)
    .mutation(({ ctx: { viewer, services }, input }) => services.webhooks.remove(viewer, input.id)),
  deliveries: may('read', 'Webhook')
    .input(one)
    .query(({ ctx: { viewer, services }, input }) => services.webhooks.deliveries(viewer, input.id)),
});

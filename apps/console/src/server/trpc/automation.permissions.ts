import { everyone, makers, type PermissionTable } from './testing/permission-table.ts';

const named = () => ({ name: `n${Math.random()}` });
const daily = { cron: '0 3 * * *', args: { type: 'file', url: 'http://a.test/b' } };
const hook = { url: 'https://hooks.test/a' };

export const automationPermissions: PermissionTable = {
  'schedules.list': { allowed: everyone, call: (c) => c.schedules.list() },
  'schedules.create': {
    allowed: makers,
    call: (c) => c.schedules.create({ ...daily, ...named() }).then(() => 'created'),
  },
  'schedules.update': { allowed: makers, call: (c, { scheduleId: id }) => c.schedules.update({ id, change: {} }) },
  'schedules.remove': { allowed: makers, call: (c, { scheduleId: id }) => c.schedules.remove({ id }) },
  'schedules.preview': { allowed: everyone, call: (c) => c.schedules.preview({ cron: '0 3 * * *' }) },
  'triggers.list': { allowed: everyone, call: (c) => c.triggers.list() },
  'triggers.create': {
    allowed: makers,
    call: (c) => c.triggers.create({ ...named(), kind: 'oci' }).then(() => 'created'),
  },
  'triggers.setEnabled': {
    allowed: makers,
    call: (c, { triggerId: id }) => c.triggers.setEnabled({ id, enabled: true }),
  },
  'triggers.remove': { allowed: makers, call: (c, { triggerId: id }) => c.triggers.remove({ id }) },
  'webhooks.list': { allowed: everyone, call: (c) => c.webhooks.list() },
  'webhooks.create': {
    allowed: makers,
    call: (c) => c.webhooks.create({ ...hook, ...named() }).then(() => 'created'),
  },
  'webhooks.update': { allowed: makers, call: (c, { webhookId: id }) => c.webhooks.update({ id, change: {} }) },
  'webhooks.remove': { allowed: makers, call: (c, { webhookId: id }) => c.webhooks.remove({ id }) },
  'webhooks.deliveries': { allowed: everyone, call: (c, { webhookId: id }) => c.webhooks.deliveries({ id }) },
};

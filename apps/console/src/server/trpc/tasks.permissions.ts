import { everyone, firstOf, type PermissionTable } from './testing/permission-table.ts';

export const tasksPermissions: PermissionTable = {
  'tasks.list': { allowed: everyone, call: (c) => c.tasks.list({}) },
  'tasks.search': { allowed: everyone, call: (c) => c.tasks.search({}) },
  'tasks.catalogued': { allowed: everyone, call: (c, { taskId: id }) => c.tasks.catalogued({ id }) },
  'tasks.byId': { allowed: everyone, call: (c, { taskId: id }) => c.tasks.byId({ id }) },
  'tasks.watch': { allowed: everyone, call: async (c, { taskId: id }) => firstOf(await c.tasks.watch({ id })) },
};

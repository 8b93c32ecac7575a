import { everyone, firstOf, type PermissionTable, preheaters } from './testing/permission-table.ts';

export const tasksPermissions: PermissionTable = {
  'tasks.list': { allowed: everyone, call: (c) => c.tasks.list({}) },
  'tasks.search': { allowed: everyone, call: (c) => c.tasks.search({}) },
  'tasks.catalogued': { allowed: everyone, call: (c, { taskId: id }) => c.tasks.catalogued({ id }) },
  'tasks.byId': { allowed: everyone, call: (c, { taskId: id }) => c.tasks.byId({ id }) },
  'tasks.clearPreview': {
    allowed: preheaters,
    call: (c, { taskId }) => c.tasks.clearPreview({ args: { task_id: taskId } }),
  },
  'tasks.clear': {
    allowed: preheaters,
    call: (c, { taskId }) => c.tasks.clear({ args: { task_id: taskId } }).then(() => 'made'),
  },
  'tasks.watch': { allowed: everyone, call: async (c, { taskId: id }) => firstOf(await c.tasks.watch({ id })) },
};

import { everyone, makers, type PermissionTable, type Place } from './testing/permission-table.ts';

const one = ({ clusterId, taskId: id }: Place) => ({ clusterId, kind: 'persistent', id }) as const;

export const persistentTasksPermissions: PermissionTable = {
  'persistentTasks.list': { allowed: everyone, call: (c, { clusterId }) => c.persistentTasks.list({ clusterId }) },
  'persistentTasks.byId': { allowed: everyone, call: (c, at) => c.persistentTasks.byId(one(at)) },
  'persistentTasks.update': {
    allowed: makers,
    call: (c, at) => c.persistentTasks.update({ ...one(at), wantedReplicas: 2 }),
  },
  'persistentTasks.remove': { allowed: makers, call: (c, at) => c.persistentTasks.remove(one(at)) },
};

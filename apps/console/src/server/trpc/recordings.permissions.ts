import { everyone, type PermissionTable } from './testing/permission-table.ts';

export const recordingsPermissions: PermissionTable = {
  'recordings.range': { allowed: everyone, call: (c, { taskId: id }) => c.recordings.range({ id }) },
  'recordings.segment': { allowed: everyone, call: (c, { taskId: id }) => c.recordings.segment({ id, atMs: 1 }) },
  'recordings.pull': { allowed: everyone, call: (c, { taskId: id }) => c.recordings.pull({ id, peer: 'p' }) },
  'recordings.decisions': { allowed: everyone, call: (c, { taskId: id }) => c.recordings.decisions({ id, peer: 'p' }) },
};

import { everyone, firstOf, makers, type PermissionTable, preheaters } from './testing/permission-table.ts';

export const jobsPermissions: PermissionTable = {
  'jobs.list': { allowed: everyone, call: (c) => c.jobs.list({}) },
  'jobs.byId': { allowed: everyone, call: (c, { jobId: id }) => c.jobs.byId({ id }) },
  'jobs.items': { allowed: everyone, call: (c, { jobId: id }) => c.jobs.items({ id }) },
  'jobs.events': { allowed: everyone, call: (c, { jobId: id }) => c.jobs.events({ id }) },
  'jobs.attempts': { allowed: everyone, call: (c, { jobId: id }) => c.jobs.attempts({ id }) },
  'jobs.watch': { allowed: everyone, call: async (c, { jobId: id }) => firstOf(await c.jobs.watch({ id })) },
  'jobs.create': {
    allowed: preheaters,
    call: (c) => c.jobs.create({ type: 'gc', args: { type: 'job' } }).then(() => 'created'),
  },
  'jobs.preflight': { allowed: preheaters, call: (c) => c.jobs.preflight({ args: {} }) },
  'jobs.cancel': { allowed: preheaters, call: (c, { jobId: id }) => c.jobs.cancel({ id }) },
  'jobs.repeat': { allowed: preheaters, call: (c, { jobId: id }) => c.jobs.repeat({ id, what: 'all' }) },
  'jobs.setBio': { allowed: preheaters, call: (c, { jobId: id }) => c.jobs.setBio({ id, bio: '' }) },
  'jobs.remove': { allowed: makers, call: (c, { jobId: id }) => c.jobs.remove({ id }) },
};

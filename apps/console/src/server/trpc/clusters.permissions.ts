import { clusterAdmins, everyone, firstOf, type PermissionTable } from './testing/permission-table.ts';

export const clustersPermissions: PermissionTable = {
  'clusters.list': { allowed: everyone, call: (c) => c.clusters.list() },
  'clusters.byId': { allowed: everyone, call: (c, { clusterId: id }) => c.clusters.byId({ id }) },
  'clusters.watch': {
    allowed: everyone,
    call: async (c, { clusterId: id }) => firstOf(await c.clusters.watch({ id })),
  },
  'clusters.watchMap': {
    allowed: everyone,
    call: async (c, { clusterId: id }) => firstOf(await c.clusters.watchMap({ id })),
  },
  'clusters.settings': { allowed: everyone, call: (c, { clusterId: id }) => c.clusters.settings({ id }) },
  'clusters.create': {
    allowed: clusterAdmins,
    call: (c, { tenantId }) =>
      c.clusters.create({ tenantId, settings: { name: `new-${Math.random()}`, scopes: {} } }).then(() => 'created'),
  },
  'clusters.update': { allowed: clusterAdmins, call: (c, { clusterId: id }) => c.clusters.update({ id, change: {} }) },
  'clusters.remove': { allowed: clusterAdmins, call: (c, { clusterId: id }) => c.clusters.remove({ id }) },
  'clusters.history': { allowed: everyone, call: (c, { clusterId: id }) => c.clusters.history({ id }) },
  'clusters.rollback': {
    allowed: clusterAdmins,
    call: (c, { clusterId: id }) => c.clusters.rollback({ id, revision: 1 }),
  },
  'clusters.blockPreview': {
    allowed: everyone,
    call: (c, { clusterId }) =>
      c.clusters.blockPreview({ clusterId, family: 'task', rules: { urls: ['.'] } }).then(({ samples }) => samples),
  },
  'clusters.landings': { allowed: everyone, call: (c) => c.clusters.landings({ hostname: 'a', ip: '10.0.0.1' }) },
};

import { clusterAdmins, everyone, type PermissionTable } from './testing/permission-table.ts';

export const hostsPermissions: PermissionTable = {
  'hosts.search': { allowed: everyone, call: (c, { clusterId }) => c.hosts.search({ clusterId }) },
  'hosts.byId': { allowed: everyone, call: (c, { hostId: id }) => c.hosts.byId({ id }) },
  'hosts.now': { allowed: everyone, call: (c, { hostId: id }) => c.hosts.now({ id }) },
  'hosts.versions': { allowed: everyone, call: (c, { clusterId }) => c.hosts.versions({ clusterId }) },
  'hosts.drain': { allowed: clusterAdmins, call: (c, { hostId: id }) => c.hosts.drain({ ids: [id], draining: true }) },
  'hosts.change': { allowed: clusterAdmins, call: (c, { hostId: id }) => c.hosts.change({ id, draining: true }) },
};

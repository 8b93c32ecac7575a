import type { ClusterRecord } from './stores.ts';

/** A cluster with the limits of a new one and no scopes. */
export const emptyCluster = (id: number, change: Partial<ClusterRecord> = {}): ClusterRecord => ({
  id,
  name: `cluster-${id}`,
  bio: '',
  isDefault: false,
  candidateParentLimit: 3,
  filterParentLimit: 15,
  jobRateLimit: 10,
  peerLoadLimit: 200,
  seedPeerLoadLimit: 2000,
  peerBlockList: {},
  seedPeerBlockList: {},
  scopes: { idc: '', location: '', cidrs: [], hostnames: [] },
  ...change,
});

import { Failure } from '@damselfly/core';
import type {
  ApplicationRecord,
  ClusterRecord,
  Lease,
  Member,
  MemberKey,
  MemberStore,
  TopologyStores,
} from './stores.ts';

/** Stores that forget everything with the process: for tests and trials. */
export function memoryStores(content: {
  readonly clusters: readonly ClusterRecord[];
  readonly applications?: readonly ApplicationRecord[];
  readonly drainingHosts?: readonly string[];
}): TopologyStores {
  const clusters = new Map(content.clusters.map((cluster) => [cluster.id, cluster]));
  return {
    clusters: {
      byId: async (id) => clusters.get(id),
      list: async () => [...clusters.values()].sort((a, b) => a.id - b.id),
    },
    schedulers: memoryMembers((id) => clusters.has(id)),
    seedPeers: memoryMembers((id) => clusters.has(id)),
    applications: { list: async () => content.applications ?? [] },
    drainingHosts: async () => content.drainingHosts ?? [],
  };
}

const keyText = ({ clusterId, hostname, ip }: MemberKey) => JSON.stringify([clusterId, hostname, ip]);

function memoryMembers<Registration extends MemberKey>(hasCluster: (id: number) => boolean): MemberStore<Registration> {
  interface Kept {
    readonly id: number;
    readonly createdAtMs: number;
    registration: Registration;
    updatedAtMs: number;
    lease: Lease | undefined;
  }
  const members = new Map<string, Kept>();
  let lastId = 0;
  const read = ({ id, registration, lease, createdAtMs, updatedAtMs }: Kept): Member<Registration> => ({
    ...registration,
    id,
    createdAtMs,
    updatedAtMs,
    ...(lease && { lease }),
  });
  return {
    list: async (clusterId) =>
      [...members.values()].map(read).filter((member) => clusterId === undefined || member.clusterId === clusterId),
    async upsert(registration, atMs) {
      if (!hasCluster(registration.clusterId)) {
        throw new Failure('notFound', `there is no cluster ${registration.clusterId}; create it in the console`);
      }
      const key = keyText(registration);
      const kept = members.get(key) ?? {
        id: ++lastId,
        createdAtMs: atMs,
        registration,
        updatedAtMs: atMs,
        lease: undefined,
      };
      kept.registration = registration;
      kept.updatedAtMs = atMs;
      members.set(key, kept);
      return read(kept);
    },
    async renewLease(key, lease) {
      const kept = members.get(keyText(key));
      if (kept === undefined) return false;
      kept.lease = lease;
      return true;
    },
    async endLease(key, holder) {
      const kept = members.get(keyText(key));
      if (kept?.lease?.holder === holder) kept.lease = undefined;
    },
    remove: async (key) => members.delete(keyText(key)),
  };
}

import { Failure } from '@damselfly/core';
import type { manager } from '@damselfly/proto';
import { isActive } from '../domain/topology/leases.ts';
import type {
  ApplicationRecord,
  BlockList,
  BlockRules,
  ClusterRecord,
  Member,
  MemberKey,
  SchedulerRecord,
  SeedPeerRecord,
} from '../domain/topology/stores.ts';

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
const state = (member: Member<MemberKey>, nowMs: number) => (isActive(member, nowMs) ? 'active' : 'inactive');

/** A cluster id from the wire. Throws `invalid` when it is too large to be one. */
export function clusterId(id: bigint): number {
  if (id <= 2n ** 31n - 1n) return Number(id);
  throw new Failure('invalid', `there is no cluster ${id}`);
}

export function encodeScheduler(
  scheduler: SchedulerRecord,
  nowMs: number,
  beside: {
    readonly cluster?: ClusterRecord;
    readonly seedPeers?: readonly manager.SeedPeer[];
    readonly drainingHosts?: readonly string[];
  } = {},
): manager.Scheduler {
  const { id, hostname, ip, port, idc, location, clusterId: cluster, features } = scheduler;
  return {
    ...{ id: BigInt(id), hostname, ip, port, idc, location, schedulerClusterId: BigInt(cluster) },
    state: state(scheduler, nowMs),
    schedulerCluster: beside.cluster && encodeSchedulerCluster(beside.cluster, beside.drainingHosts),
    seedPeers: [...(beside.seedPeers ?? [])],
    features: json(features),
  };
}

export function encodeSeedPeer(
  seedPeer: SeedPeerRecord,
  nowMs: number,
  beside: { readonly cluster?: ClusterRecord; readonly schedulers?: readonly manager.Scheduler[] } = {},
): manager.SeedPeer {
  const { id, hostname, ip, port, downloadPort, type, idc, location, clusterId: cluster } = seedPeer;
  return {
    ...{ id: BigInt(id), hostname, ip, port, downloadPort, type, idc, location, seedPeerClusterId: BigInt(cluster) },
    state: state(seedPeer, nowMs),
    seedPeerCluster: beside.cluster && encodeSeedPeerCluster(beside.cluster),
    schedulers: [...(beside.schedulers ?? [])],
  };
}

function encodeSchedulerCluster(
  cluster: ClusterRecord,
  drainingHosts: readonly string[] = [],
): manager.SchedulerCluster {
  const { id, name, bio, scopes, candidateParentLimit, filterParentLimit, jobRateLimit } = cluster;
  const limits = {
    candidate_parent_limit: candidateParentLimit,
    filter_parent_limit: filterParentLimit,
    job_rate_limit: jobRateLimit,
    // Our own key; Dragonfly's schedulers pass over it.
    ...(drainingHosts.length > 0 && { draining_hosts: drainingHosts }),
  };
  return {
    ...{ id: BigInt(id), name, bio, config: json(limits) },
    clientConfig: json({ load_limit: cluster.peerLoadLimit, block_list: encodeBlockList(cluster.peerBlockList) }),
    scopes: json({ idc: scopes.idc, location: scopes.location, cidrs: scopes.cidrs, hostnames: scopes.hostnames }),
    seedClientConfig: json({
      load_limit: cluster.seedPeerLoadLimit,
      block_list: encodeBlockList(cluster.seedPeerBlockList),
    }),
  };
}

function encodeSeedPeerCluster({ id, name, bio, seedPeerLoadLimit }: ClusterRecord): manager.SeedPeerCluster {
  return { id: BigInt(id), name, bio, config: json({ load_limit: seedPeerLoadLimit }) };
}

function encodeBlockList({ task, persistentTask, persistentCacheTask }: BlockList): object {
  return {
    ...(task && { task: encodeDirections(task) }),
    ...(persistentTask && { persistent_task: encodeDirections(persistentTask) }),
    ...(persistentCacheTask && { persistent_cache_task: encodeDirections(persistentCacheTask) }),
  };
}

function encodeDirections({
  download,
  upload,
}: {
  readonly download?: BlockRules | undefined;
  readonly upload?: BlockRules | undefined;
}): object {
  const rules = ({ applications, urls, tags }: BlockRules) => ({ applications, urls, tags });
  return {
    ...(download && { download: { ...rules(download), priorities: download.priorities } }),
    ...(upload && { upload: rules(upload) }),
  };
}

const levels = [0, 1, 2, 3, 4, 5, 6] as const;
const level = (value: number) => levels.find((one) => one === value) ?? 0;

export function encodeApplication({ id, name, url, bio, priority }: ApplicationRecord): manager.Application {
  const urls = priority.urls.map(({ regex, value }) => ({ regex, value: level(value) }));
  return { id: BigInt(id), name, url, bio, priority: { value: level(priority.value), urls } };
}

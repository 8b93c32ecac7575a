import { Failure } from '@damselfly/core';
import { type CallSettings, manager, unaryCall } from '@damselfly/proto';
import { z } from 'zod';
import { type Application, type DynamicConfig, defaultDynamicConfig, type SchedulerSelf } from './port.ts';

const clusterConfig = z.object({
  candidate_parent_limit: z.int().min(1).max(20).default(defaultDynamicConfig.candidateParentLimit),
  filter_parent_limit: z.int().min(10).max(1000).default(defaultDynamicConfig.filterParentLimit),
  /** Damselfly's own key; a manager of Dragonfly's never sends it. */
  draining_hosts: z.array(z.string().min(1).max(1024)).max(100_000).default([]),
});
const peerConfig = z.object({ load_limit: z.int().min(1).max(2000).default(defaultDynamicConfig.peerLoadLimit) });
const seedPeerConfig = z.object({ load_limit: z.int().min(1).max(50_000).optional() });

/** Asks a manager for the configuration it wants here. Throws `invalid` that names the key when a value is out of range. */
export async function fetchDynamicConfig(
  client: manager.ManagerClient,
  { hostname, ip, clusterId }: SchedulerSelf,
  settings: CallSettings,
): Promise<DynamicConfig> {
  const asker = { sourceType: manager.SourceType.SCHEDULER_SOURCE, hostname, ip };
  const request = { ...asker, schedulerClusterId: BigInt(clusterId) };
  const scheduler = await unaryCall(client.getScheduler.bind(client), request, settings);
  return readDynamicConfig(scheduler, await fetchApplications(client, asker, settings));
}

async function fetchApplications(
  client: manager.ManagerClient,
  asker: manager.ListApplicationsRequest,
  settings: CallSettings,
): Promise<readonly manager.Application[]> {
  try {
    return (await unaryCall(client.listApplications.bind(client), asker, settings)).applications;
  } catch (thrown) {
    if (Failure.from(thrown).code === 'notFound') return [];
    throw thrown;
  }
}

/** The configuration in a manager's answers; what they leave out has its default. */
export function readDynamicConfig(
  { schedulerCluster, seedPeers }: manager.Scheduler,
  applications: readonly manager.Application[],
): DynamicConfig {
  const cluster = parse(clusterConfig, schedulerCluster?.config, 'config');
  const peers = parse(peerConfig, schedulerCluster?.clientConfig, 'client_config');
  const seedPeersSay = seedPeers
    .map(({ seedPeerCluster }) => parse(seedPeerConfig, seedPeerCluster?.config, 'seed peer config').load_limit)
    .find((limit) => limit !== undefined);
  const clusterSays = parse(seedPeerConfig, schedulerCluster?.seedClientConfig, 'seed_client_config').load_limit;
  return {
    candidateParentLimit: cluster.candidate_parent_limit,
    filterParentLimit: cluster.filter_parent_limit,
    peerLoadLimit: peers.load_limit,
    seedPeerLoadLimit: seedPeersSay ?? clusterSays ?? defaultDynamicConfig.seedPeerLoadLimit,
    applications: applications.map(readApplication),
    drainingHosts: cluster.draining_hosts,
  };
}

function readApplication({ name, url, priority }: manager.Application): Application {
  const urls = (priority?.urls ?? []).map(({ regex, value }) => ({ regex, value: level(value) }));
  return { name, url, priority: { value: level(priority?.value ?? 0), urls } };
}

/** A level this version does not know means nothing, like level 0. */
const level = (value: number) => (value >= 0 && value <= 6 ? value : 0);

function parse<Schema extends z.ZodObject>(
  schema: Schema,
  bytes: Uint8Array | undefined,
  what: string,
): z.output<Schema> {
  const parsed = schema.safeParse(json(bytes, what));
  if (parsed.success) return parsed.data;
  const reasons = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
  throw new Failure('invalid', `the manager's ${what} is wrong: ${reasons}`);
}

function json(bytes: Uint8Array | undefined, what: string): unknown {
  if (bytes === undefined || bytes.length === 0) return {};
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) ?? {};
  } catch (cause) {
    throw new Failure('invalid', `the manager's ${what} is no JSON`, { cause });
  }
}

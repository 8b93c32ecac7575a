import type { Log } from '@damselfly/core/node';
import type { Client } from '../domain/access/client.ts';
import type { Accounts } from '../domain/accounts/accounts.ts';
import type { Sessions } from '../domain/accounts/sessions.ts';
import type { SignUp } from '../domain/accounts/sign-up.ts';
import type { SessionViewer } from '../domain/accounts/viewer.ts';
import type { Applications } from '../domain/applications/applications.ts';
import type { Audit } from '../domain/audit/audit.ts';
import type { createBlockPreview } from '../domain/clusters/block-preview.ts';
import type { ClusterAdmin } from '../domain/clusters/cluster-admin.ts';
import type { Clusters } from '../domain/clusters/clusters.ts';
import type { Members } from '../domain/clusters/members.ts';
import type { SwarmMaps } from '../domain/clusters/swarm-map.ts';
import type { ConfigCode } from '../domain/config-code/config-code.ts';
import type { Configs } from '../domain/configs/configs.ts';
import type { Gc } from '../domain/gc/gc.ts';
import type { createHostNow } from '../domain/hosts/host-now.ts';
import type { Hosts } from '../domain/hosts/hosts.ts';
import type { Identities } from '../domain/identities/identities.ts';
import type { Instances, RegisteredScheduler, RegisteredSeedPeer } from '../domain/instances/instances.ts';
import type { Jobs } from '../domain/jobs/jobs.ts';
import type { JoinTokens } from '../domain/join-tokens/join-tokens.ts';
import type { Overview } from '../domain/overview/overview.ts';
import type { People } from '../domain/people/people.ts';
import type { Roles } from '../domain/people/roles.ts';
import type { ServiceAccounts } from '../domain/people/service-accounts.ts';
import type { Tenants } from '../domain/people/tenants.ts';
import type { PersistentTasks } from '../domain/persistent-tasks/persistent-tasks.ts';
import type { Quotas } from '../domain/quotas/quotas.ts';
import type { RateLimits } from '../domain/rate-limits/rate-limits.ts';
import type { RegistryCredentials } from '../domain/registry-credentials/registry-credentials.ts';
import type { SavedViews } from '../domain/saved-views/saved-views.ts';
import type { Schedules } from '../domain/schedules/schedules.ts';
import type { System } from '../domain/system/system.ts';
import type { TaskRecordings } from '../domain/tasks/recordings.ts';
import type { TaskCatalogue } from '../domain/tasks/task-catalogue.ts';
import type { Tasks } from '../domain/tasks/tasks.ts';
import type { Tokens } from '../domain/tokens/tokens.ts';
import type { Topology } from '../domain/topology/topology.ts';
import type { Triggers } from '../domain/triggers/triggers.ts';
import type { Usage } from '../domain/usage/usage.ts';
import type { Webhooks } from '../domain/webhooks/webhooks.ts';

/** Facts about this console that pages show. Addresses as a browser or a daemon reaches them. */
export interface About {
  readonly version: string;
  /** Names this process; two replicas differ. */
  readonly instance: string;
  readonly startedAtMs: number;
  readonly url: string;
  readonly grpc: string;
  /** How a line begins that runs dfget against this system. */
  readonly dfget: string;
  /** A file to propose for a first download. */
  readonly sampleUrl?: string | undefined;
}

/** The domain, as the procedures use it. */
export interface Services {
  readonly accounts: Accounts;
  readonly audit: Audit;
  readonly signUp: SignUp;
  readonly identities: Identities;
  readonly people: People;
  readonly roles: Roles;
  readonly serviceAccounts: ServiceAccounts;
  readonly sessions: Sessions;
  readonly tenants: Tenants;
  readonly tokens: Tokens;
  readonly clusters: Clusters;
  readonly clusterAdmin: ClusterAdmin;
  readonly blockPreview: ReturnType<typeof createBlockPreview>;
  readonly members: Members;
  readonly applications: Applications;
  readonly hosts: Hosts;
  readonly hostNow: ReturnType<typeof createHostNow>;
  readonly taskCatalogue: TaskCatalogue;
  readonly tasks: Tasks;
  readonly recordings: TaskRecordings;
  readonly swarmMaps: SwarmMaps;
  readonly overview: Overview;
  readonly jobs: Jobs;
  readonly quotas: Quotas;
  readonly persistentTasks: PersistentTasks;
  readonly rateLimits: RateLimits;
  readonly registryCredentials: RegistryCredentials;
  readonly savedViews: SavedViews;
  readonly usage: Usage;
  readonly gc: Gc;
  readonly joinTokens: JoinTokens;
  readonly configCode: ConfigCode;
  readonly configs: Configs;
  readonly schedulers: Instances<RegisteredScheduler>;
  readonly seedPeers: Instances<RegisteredSeedPeer>;
  readonly topology: Pick<Topology, 'registerScheduler' | 'registerSeedPeer'>;
  readonly system: System;
  readonly schedules: Schedules;
  readonly triggers: Triggers;
  readonly webhooks: Webhooks;
  readonly about: () => About;
}

/** One request: who asks, from where, and what can be asked. */
export interface Context {
  readonly services: Services;
  readonly viewer: SessionViewer | undefined;
  readonly client: Client;
  /** How soon a stream ends after its session did, at the latest. */
  readonly streamRecheckMs: number;
  readonly log: Log;
}

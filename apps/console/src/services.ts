import type { Log } from '@damselfly/core/node';
import type { Database } from '@damselfly/db';
import { checkSignIn, makeAccount } from './server/auth/credentials.ts';
import { enterByProvider } from './server/auth/provider-entry.ts';
import { readSessionId } from './server/auth/session-cookie.ts';
import { createAccounts, type Elsewhere, type PasswordHasher } from './server/domain/accounts/accounts.ts';
import { createSessions } from './server/domain/accounts/sessions.ts';
import { SignInThrottle } from './server/domain/accounts/sign-in-throttle.ts';
import { createSignUp } from './server/domain/accounts/sign-up.ts';
import { createApplications } from './server/domain/applications/applications.ts';
import { createAudit } from './server/domain/audit/audit.ts';
import { createBlockPreview } from './server/domain/clusters/block-preview.ts';
import { createClusterAdmin } from './server/domain/clusters/cluster-admin.ts';
import { createClusters } from './server/domain/clusters/clusters.ts';
import { createMembers } from './server/domain/clusters/members.ts';
import { createSwarmMaps } from './server/domain/clusters/swarm-map.ts';
import { createConfigCode } from './server/domain/config-code/config-code.ts';
import { createSections } from './server/domain/config-code/sections.ts';
import { createConfigs } from './server/domain/configs/configs.ts';
import { createGc, type GcNeeds } from './server/domain/gc/gc.ts';
import { createHostNow } from './server/domain/hosts/host-now.ts';
import { createHosts } from './server/domain/hosts/hosts.ts';
import { createIdentities } from './server/domain/identities/identities.ts';
import { createInstances } from './server/domain/instances/instances.ts';
import { createJobs, type JobsNeeds } from './server/domain/jobs/jobs.ts';
import type { JoinTokens } from './server/domain/join-tokens/join-tokens.ts';
import type { LiveSource } from './server/domain/live/live-view.ts';
import { createOverview } from './server/domain/overview/overview.ts';
import { createPeople } from './server/domain/people/people.ts';
import { createRoles } from './server/domain/people/roles.ts';
import { createServiceAccounts } from './server/domain/people/service-accounts.ts';
import { createTenants } from './server/domain/people/tenants.ts';
import { createPersistentTasks } from './server/domain/persistent-tasks/persistent-tasks.ts';
import type { ReplicatedSource } from './server/domain/persistent-tasks/source.ts';
import { createQuotas } from './server/domain/quotas/quotas.ts';
import { createClusterJobRate } from './server/domain/rate-limits/cluster-job-rate.ts';
import { RateLimits } from './server/domain/rate-limits/rate-limits.ts';
import { createRegistryCredentials } from './server/domain/registry-credentials/registry-credentials.ts';
import { createSavedViews } from './server/domain/saved-views/saved-views.ts';
import { createSchedules } from './server/domain/schedules/schedules.ts';
import type { Sealer } from './server/domain/secrets/sealer.ts';
import { createSystem, type SystemNeeds } from './server/domain/system/system.ts';
import type { DecisionSource } from './server/domain/tasks/decision-trace.ts';
import { createTaskRecordings } from './server/domain/tasks/recordings.ts';
import { createTasks } from './server/domain/tasks/tasks.ts';
import { createTokens } from './server/domain/tokens/tokens.ts';
import type { Topology } from './server/domain/topology/topology.ts';
import { createTriggers } from './server/domain/triggers/triggers.ts';
import { createUsage } from './server/domain/usage/usage.ts';
import { createWebhooks } from './server/domain/webhooks/webhooks.ts';
import type { Manager } from './server/manager.ts';
import type { About, Services } from './server/trpc/context.ts';
import { createTrpcHandler } from './server/trpc/handler.ts';

export interface ServiceNeeds {
  readonly database: Omit<Database, 'client' | 'applied' | 'close'>;
  readonly live: LiveSource;
  readonly decisions: DecisionSource;
  readonly replicated: ReplicatedSource;
  readonly topology: Pick<Topology, 'explain' | 'changed' | 'registerScheduler' | 'registerSeedPeer'>;
  /** Schedulers and peers should hear that the configuration changed. */
  readonly configChanged: () => void;
  readonly hasher: PasswordHasher;
  readonly sealer: Sealer;
  /** What runs jobs. */
  readonly work: Pick<JobsNeeds, 'activeClusters' | 'preflight' | 'previewClear' | 'wake'>;
  readonly system: Pick<SystemNeeds, 'kind' | 'activeSchedulers'>;
  readonly joinTokens: JoinTokens;
  readonly about: About;
}

/** The domain over its stores. */
export function createServices({
  database,
  live,
  decisions,
  replicated,
  topology,
  configChanged,
  hasher,
  sealer,
  work,
  system,
  joinTokens,
  about,
}: ServiceNeeds): Services {
  const now = Date.now;
  const audit = createAudit({ store: database.audit, now });
  const clusters = createClusters({ store: database.clusters, live, topology, now });
  const rateLimits = new RateLimits(database.rateLimits, now);
  const throttle = new SignInThrottle(rateLimits);
  const accounts = createAccounts({
    store: database.accounts,
    tokens: database.tokens,
    audit,
    hasher,
    throttle,
    now,
  });
  const quotas = createQuotas({ store: database.quotas, audit, now });
  const hosts = createHosts({ store: database.catalogue.hosts, changed: configChanged, audit });
  const admitToClusters = createClusterJobRate({ store: database.jobs, limits: rateLimits });
  const jobs = createJobs({ store: database.jobs, sealer, audit, quotas, admitToClusters, ...work });
  const clusterAdmin = createClusterAdmin({ store: database.clusterAdmin, changed: configChanged, audit, now });
  const applications = createApplications({ store: database.applications, changed: configChanged, audit });
  const roles = createRoles({ store: database.roles, audit });
  const schedules = createSchedules({ store: database.schedules, jobs, audit, now });
  const sections = createSections({ clusterAdmin, applications, roles, schedules, quotas, jobs });
  const gc = createGc({ settings: database.settings, sweeps: sweepsOf(database), audit, now });
  const instances = { changed: () => topology.changed(), audit, now };
  return {
    accounts,
    identities: createIdentities({
      store: database.identities,
      people: database.people,
      accounts,
      sealer,
      audit,
      now,
    }),
    audit,
    signUp: createSignUp({
      ...{ settings: database.settings, people: database.people, accounts, hasher, throttle, audit },
    }),
    people: createPeople({ store: database.people, hasher, audit }),
    roles,
    serviceAccounts: createServiceAccounts({ store: database.serviceAccounts, roles: database.people, audit }),
    sessions: createSessions({ store: database.accounts, audit, now }),
    tenants: createTenants({ store: database.tenants, audit }),
    tokens: createTokens({ store: database.tokens, audit, now }),
    clusters,
    clusterAdmin,
    blockPreview: createBlockPreview({ catalogue: database.catalogue.tasks }),
    members: createMembers({ store: database.members, live: clusters.visibleLive, now }),
    applications,
    hosts,
    hostNow: createHostNow({ hosts, live: clusters.visibleLive }),
    taskCatalogue: database.catalogue.tasks,
    tasks: createTasks({ live: clusters.visibleLive }),
    swarmMaps: createSwarmMaps({ live: clusters.visibleLive, check: clusters.byId }),
    recordings: createTaskRecordings({ live: clusters.visibleLive, decisions }),
    overview: createOverview({ clusters, quotas, now }),
    gc,
    configCode: createConfigCode({ sections, store: database.configHistory, audit }),
    configs: createConfigs({ store: database.configs, gc, audit }),
    schedulers: createInstances({ kind: 'Scheduler', store: database.instances.schedulers, ...instances }),
    seedPeers: createInstances({ kind: 'SeedPeer', store: database.instances.seedPeers, ...instances }),
    topology,
    usage: createUsage({ store: database.usage, settings: database.settings, audit, now }),
    system: createSystem({ store: database.system, ...system }),
    savedViews: createSavedViews({ store: database.savedViews, audit }),
    joinTokens,
    quotas,
    rateLimits,
    jobs,
    persistentTasks: createPersistentTasks({ source: replicated, clusters: database.clusters, audit }),
    registryCredentials: createRegistryCredentials({ store: database.registryCredentials, sealer, audit }),
    schedules,
    triggers: createTriggers({ store: database.triggers, jobs, audit, now }),
    webhooks: createWebhooks({ store: database.webhooks, sealer, audit }),
    about: () => about,
  };
}

/** How each kind of old rows is removed. */
const sweepsOf = ({ audit, jobs, webhooks, catalogue, topology }: ServiceNeeds['database']): GcNeeds['sweeps'] => ({
  audit: (before) => audit.forgetBefore(before),
  job: (before, tenantId) => jobs.removeEndedBefore(before, tenantId),
  delivery: (before) => webhooks.forgetBefore(before),
  catalogue: (before) => catalogue.forgetBefore(before),
  member: (before) => topology.removeDeadBefore(before),
});

export interface ManagerNeeds {
  readonly services: Services;
  /** Who else knows people by name and password. */
  readonly elsewhere?: Elsewhere | undefined;
  readonly secret: string;
  readonly secure: boolean;
  readonly log: Log;
}

/** What crosses into Next. */
export function createManager({ services, elsewhere, secret, secure, log }: ManagerNeeds): Manager {
  const { accounts } = services;
  const viewer: Manager['auth']['viewer'] = async (cookieHeader, from) => {
    const sessionId = await readSessionId(cookieHeader, { secret, secure });
    return sessionId === undefined ? undefined : accounts.viewer(sessionId, from);
  };
  return {
    about: services.about,
    trpc: createTrpcHandler({ services, viewer, log }),
    auth: {
      secret,
      secure,
      viewer,
      signIn: (form) => checkSignIn({ accounts, log, elsewhere }, form),
      signUpOpen: services.signUp.open,
      signUp: (form) => makeAccount({ signUp: services.signUp, log }, form),
      providers: services.identities.ready,
      offered: services.identities.offered,
      enter: (entry) => enterByProvider({ identities: services.identities, log }, entry),
      signOut: accounts.signOut,
      report: (level, what) => log[level]({ what }, 'next-auth reports'),
    },
  };
}

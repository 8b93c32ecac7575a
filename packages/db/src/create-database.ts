import { accountRepository } from './accounts/account-repository.ts';
import { applicationRepository } from './applications/application-repository.ts';
import { auditRepository } from './audit/audit-repository.ts';
import { scheduleRepository } from './automation/schedule-repository.ts';
import { triggerRepository } from './automation/trigger-repository.ts';
import { webhookRepository } from './automation/webhook-repository.ts';
import { catalogue } from './catalogue/catalogue.ts';
import { clusterAdminRepository } from './clusters/cluster-admin-repository.ts';
import { clusterRepository } from './clusters/cluster-repository.ts';
import { memberRepository } from './clusters/member-repository.ts';
import { configHistoryRepository } from './config-code/config-history-repository.ts';
import { configRepository } from './configs/config-repository.ts';
import { openEmbedded } from './embedded.ts';
import type { Engine } from './engine.ts';
import { PrismaClient } from './generated/client.ts';
import { identityRepository } from './identities/identity-repository.ts';
import { instanceRepository } from './instances/instance-repository.ts';
import { jobQueue } from './jobs/job-queue.ts';
import { jobRepository } from './jobs/job-repository.ts';
import { joinTokenRepository } from './join-tokens/join-token-repository.ts';
import { migrate, readMigrations } from './migrate.ts';
import { personRepository } from './people/person-repository.ts';
import { roleRepository } from './people/role-repository.ts';
import { serviceAccountRepository } from './people/service-account-repository.ts';
import { tenantRepository } from './people/tenant-repository.ts';
import { openPostgres } from './postgres.ts';
import { quotaRepository } from './quotas/quota-repository.ts';
import { rateLimitRepository } from './rate-limits/rate-limit-repository.ts';
import { registryCredentialRepository } from './registry-credentials/registry-credential-repository.ts';
import { savedViewRepository } from './saved-views/saved-view-repository.ts';
import { settingRepository } from './settings/setting-repository.ts';
import { systemRepository } from './system/system-repository.ts';
import { tokenRepository } from './tokens/token-repository.ts';
import { topologyStores } from './topology/topology-stores.ts';
import { usageRepository } from './usage/usage-repository.ts';

/** Where the data lives: in a folder of our own, or on a PostgreSQL server that replicas share. */
export type DatabaseSource = { readonly dir: string } | { readonly url: string };

export type Client = PrismaClient;

/** The open database, as one repository per aggregate. */
export interface Database {
  readonly client: Client;
  readonly accounts: ReturnType<typeof accountRepository>;
  readonly audit: ReturnType<typeof auditRepository>;
  readonly clusters: ReturnType<typeof clusterRepository>;
  readonly clusterAdmin: ReturnType<typeof clusterAdminRepository>;
  readonly members: ReturnType<typeof memberRepository>;
  readonly identities: ReturnType<typeof identityRepository>;
  readonly people: ReturnType<typeof personRepository>;
  readonly roles: ReturnType<typeof roleRepository>;
  readonly serviceAccounts: ReturnType<typeof serviceAccountRepository>;
  readonly tenants: ReturnType<typeof tenantRepository>;
  readonly tokens: ReturnType<typeof tokenRepository>;
  readonly applications: ReturnType<typeof applicationRepository>;
  readonly catalogue: ReturnType<typeof catalogue>;
  readonly topology: ReturnType<typeof topologyStores>;
  readonly jobs: ReturnType<typeof jobRepository>;
  readonly jobQueue: ReturnType<typeof jobQueue>;
  readonly schedules: ReturnType<typeof scheduleRepository>;
  readonly triggers: ReturnType<typeof triggerRepository>;
  readonly webhooks: ReturnType<typeof webhookRepository>;
  readonly registryCredentials: ReturnType<typeof registryCredentialRepository>;
  readonly savedViews: ReturnType<typeof savedViewRepository>;
  readonly quotas: ReturnType<typeof quotaRepository>;
  readonly rateLimits: ReturnType<typeof rateLimitRepository>;
  readonly settings: ReturnType<typeof settingRepository>;
  readonly usage: ReturnType<typeof usageRepository>;
  readonly joinTokens: ReturnType<typeof joinTokenRepository>;
  readonly instances: ReturnType<typeof instanceRepository>;
  readonly configHistory: ReturnType<typeof configHistoryRepository>;
  readonly configs: ReturnType<typeof configRepository>;
  readonly system: ReturnType<typeof systemRepository>;
  /** Migrations this start applied. */
  readonly applied: readonly string[];
  close(): Promise<void>;
}

/** Opens the database and brings it up to date. Throws a `Failure` that names the remedy. */
export async function createDatabase(source: DatabaseSource, migrationsDir: string): Promise<Database> {
  const engine = 'url' in source ? await openPostgres(source.url) : await openEmbedded(source.dir);
  try {
    const migrations = await readMigrations(migrationsDir);
    const applied = await engine.withConnection((connection) => migrate(connection, migrations));
    return databaseOn(engine, applied);
  } catch (error) {
    await engine.close();
    throw error;
  }
}

/** The repositories over an engine whose schema is up to date. */
export function databaseOn(engine: Engine, applied: readonly string[]): Database {
  const client = new PrismaClient({ adapter: engine.adapter });
  const rows = catalogue({ client });
  return {
    client,
    applied,
    accounts: accountRepository({ client }),
    audit: auditRepository({ client }),
    clusters: clusterRepository({ client }),
    clusterAdmin: clusterAdminRepository({ client }),
    members: memberRepository({ client }),
    identities: identityRepository({ client }),
    people: personRepository({ client }),
    roles: roleRepository({ client }),
    serviceAccounts: serviceAccountRepository({ client }),
    tenants: tenantRepository({ client }),
    tokens: tokenRepository({ client }),
    applications: applicationRepository({ client }),
    catalogue: rows,
    topology: topologyStores({ client, hosts: rows.hosts }),
    jobs: jobRepository({ client }),
    jobQueue: jobQueue({ client }),
    schedules: scheduleRepository({ client }),
    triggers: triggerRepository({ client }),
    webhooks: webhookRepository({ client }),
    registryCredentials: registryCredentialRepository({ client }),
    savedViews: savedViewRepository({ client }),
    quotas: quotaRepository({ client }),
    rateLimits: rateLimitRepository({ client }),
    settings: settingRepository({ client }),
    usage: usageRepository({ client }),
    joinTokens: joinTokenRepository({ client }),
    instances: instanceRepository({ client }),
    configHistory: configHistoryRepository({ client }),
    configs: configRepository({ client }),
    system: systemRepository({ client }),
    async close() {
      await client.$disconnect();
      await engine.close();
    },
  };
}

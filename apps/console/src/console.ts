import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createMetrics, type Lifecycle, type Log, serveMetrics } from '@damselfly/core/node';
import { createDatabase, type Database } from '@damselfly/db';
import { serverTls } from '@damselfly/proto';
import { z } from 'zod';
import type { ConsoleConfig } from './config.ts';
import { createFirstAdministrator, type OneTimePassword } from './first-administrator.ts';
import { startHousekeeping } from './housekeeping.ts';
import { startSampling } from './sampling.ts';
import { createDirectory } from './server/auth/directory.ts';
import { scryptHasher } from './server/auth/password.ts';
import { createSealer } from './server/auth/sealed.ts';
import { keptSecret } from './server/auth/secret.ts';
import { startScheduleClock } from './server/automation/schedule-clock.ts';
import { startWebhookSender } from './server/automation/webhook-sender.ts';
import { createAudit } from './server/domain/audit/audit.ts';
import { createDirectorySignIn } from './server/domain/identities/directory-sign-in.ts';
import { createJoinTokens } from './server/domain/join-tokens/join-tokens.ts';
import { createPreheatAdmission } from './server/domain/quotas/preheat-bytes.ts';
import { createRegistryLogins } from './server/domain/registry-credentials/registry-credentials.ts';
import { ConfigVersion } from './server/domain/topology/config-version.ts';
import { createTopology } from './server/domain/topology/topology.ts';
import { setManager } from './server/entry.ts';
import { startManagerGrpc } from './server/grpc/serve.ts';
import type { JobEngine } from './server/jobs/engine.ts';
import { jobWork, startJobWork } from './server/jobs/start-job-work.ts';
import { CatalogueFeed } from './server/live/catalogue-feed.ts';
import { createLiveHub } from './server/live/live.ts';
import { UsageMeter } from './server/live/usage-meter.ts';
import { createApiPage } from './server/rest/api-page.ts';
import { routes } from './server/rest/routes/table.ts';
import { createRestServer } from './server/rest/server.ts';
import { decisionClient } from './server/schedulers/decision-client.ts';
import { replicatedClient } from './server/schedulers/replicated-client.ts';
import { createSchedulers } from './server/schedulers/schedulers.ts';
import type { About, Services } from './server/trpc/context.ts';
import { createManager, createServices } from './services.ts';
import { startNextPages } from './web/next-pages.ts';
import { startWebServer } from './web/web-server.ts';

/** The folder of this app: `src` and `dist` are both one below. */
const appDir = join(import.meta.dirname, '..');
/** How soon a replica hears what another changed. */
const configPollMs = 1000;
/** How soon a task or host can be searched for in the database. */
const cataloguePollMs = 2000;
const migrationsDir = join(appDir, '../../prisma/migrations');

export interface ConsoleReady {
  readonly url: string;
  /** `ip:port` */
  readonly grpc: string;
  /** Only on the start that made up a password. */
  readonly firstAdministrator?: OneTimePassword;
}

export interface ConsoleNeeds {
  readonly config: ConsoleConfig;
  readonly life: Lifecycle;
  readonly log: Log;
  /** Compile pages as one goes instead of serving a build. */
  readonly dev: boolean;
  readonly rootPassword: string | undefined;
}

/** Starts the whole console; `life` stops it. */
export async function startConsole({ config, life, log, dev, rootPassword }: ConsoleNeeds): Promise<ConsoleReady> {
  const web = await startWebServer({ ...config.server, dev, log });
  life.onStop('web server, if the start fails', () => web.close());
  const url = (config.server.publicUrl ?? `http://${web.address}`).replace(/\/+$/, '');

  const { dir, url: databaseUrl } = config.database;
  const database = await createDatabase(databaseUrl === undefined ? { dir } : { url: databaseUrl }, migrationsDir);
  life.onStop('database', () => database.close());
  if (database.applied.length > 0) log.info({ migrations: database.applied }, 'the database was brought up to date');
  const hasher = scryptHasher();
  const firstAdministrator = await createFirstAdministrator(database, hasher, rootPassword);

  const meter = new UsageMeter();
  const hub = createLiveHub({ usage: meter });
  life.onStop('live hub', () => hub.close());
  life.onStop('usage samples', startSampling({ database, meter, hub, log }));
  const { strictScopes } = config.grpc;
  const topology = createTopology({ stores: database.topology, now: Date.now, strictScopes });
  const version = new ConfigVersion({
    source: database.topology,
    pollMs: configPollMs,
    onChange: () => topology.changed(),
    log,
  });
  life.onStop('configuration version', () => version.close());
  const tls = await serverTls(config.grpc, 'grpc');
  life.onStop('certificates of grpc', tls.close);
  const joinTokens = createJoinTokens({
    store: database.joinTokens,
    audit: createAudit({ store: database.audit, now: Date.now }),
    now: Date.now,
  });
  const grpc = await startManagerGrpc({
    ...{ config: config.grpc, topology, version, hub, log, credentials: tls.credentials },
    checkJoin: config.grpc.joinTokens ? joinTokens.check : undefined,
  });
  life.onStop('manager gRPC', () => grpc.close());
  const feed = new CatalogueFeed({ hub, catalogue: database.catalogue, everyMs: cataloguePollMs, now: Date.now, log });
  life.onStop('catalogue of tasks and hosts', () => feed.close());
  const schedulers = createSchedulers({ store: database.topology.schedulers });
  life.onStop('calls to schedulers', () => schedulers.close());

  const about: About = {
    version: await ownVersion(),
    instance: randomUUID(),
    startedAtMs: Date.now(),
    url,
    grpc: grpc.address,
    ...config.hints,
  };
  const sealer = createSealer(await sealKeys(config.auth.keys, join(dirname(dir), 'seal-key')));
  const credentials = createRegistryLogins({ store: database.registryCredentials, sealer });
  const addresses = { allowLoopback: config.jobs.loopbackSources, allowPrivate: config.jobs.privateRegistries };
  const runs = { queue: database.jobQueue, schedulers, credentials, addresses };
  let engine: JobEngine | undefined;
  const services = createServices({
    database,
    live: hub,
    topology,
    configChanged: () => void version.check(),
    decisions: decisionClient(schedulers),
    replicated: replicatedClient(schedulers),
    hasher,
    sealer,
    work: jobWork(runs, () => engine?.wake()),
    system: {
      kind: databaseUrl === undefined ? 'embedded' : 'server',
      activeSchedulers: async () => (await schedulers.active()).length,
    },
    joinTokens,
    about,
  });
  life.onStop('housekeeping', startHousekeeping({ gc: services.gc, log }));
  engine = startJobWork({
    ...{ ...runs, sealer, log, holder: about.instance, room: config.jobs.atOnce },
    gc: services.gc,
    admit: createPreheatAdmission({ store: database.quotas, now: Date.now }),
  });
  life.onStop('jobs', () => engine?.close());
  const clock = startScheduleClock({ store: database.schedules, jobs: services.jobs, log });
  life.onStop('schedules', () => clock.close());
  const sender = startWebhookSender({ store: database.webhooks, sealer, addresses, log });
  life.onStop('webhooks', () => sender.close());
  const secret = config.auth.secret ?? (await keptSecret(join(dirname(dir), 'auth-secret')));
  const elsewhere = config.auth.ldap && (await directorySignIn(config.auth.ldap, database, services));
  const manager = createManager({ services, elsewhere, secret, secure: url.startsWith('https:'), log });
  setManager(manager);
  life.onStop('manager', () => setManager(undefined));

  // next-auth reads its own address from here and nowhere else.
  process.env.NEXTAUTH_URL = url;
  const pages = await startNextPages({ dir: appDir, dev, hostname: config.server.ip, port: web.port, log });
  life.onStop('pages', () => pages.close());
  const rest = createRestServer({
    ...{ routes, services, log, session: manager.auth.viewer },
    token: (token, from) => services.accounts.viewerOfToken(token, from),
  });
  const apiPage = createApiPage(routes, about.version);
  web.serve({
    ...pages,
    handle: async (request, response) => {
      if (!rest.handle(request, response) && !apiPage(request, response)) await pages.handle(request, response);
    },
  });
  // Before anything behind it: whoever is connected then gets no half-working answers.
  life.onStop('web server', () => web.close());

  if (config.metrics.port !== undefined) {
    const metrics = await serveMetrics(createMetrics(), config.metrics.ip, config.metrics.port);
    life.onStop('metrics', () => metrics.close());
  }
  return { url, grpc: grpc.address, ...(firstAdministrator && { firstAdministrator }) };
}

async function directorySignIn(
  { caFile, roles, ...settings }: NonNullable<ConsoleConfig['auth']['ldap']>,
  database: Database,
  { identities }: Services,
) {
  const ca = caFile === undefined ? undefined : await readFile(caFile, 'utf8');
  const directory = createDirectory({ ...settings, ca });
  return createDirectorySignIn({ directory, roles, store: database.identities, identities });
}

async function sealKeys(keys: readonly string[] | undefined, file: string): Promise<readonly [string, ...string[]]> {
  const [first, ...rest] = keys ?? [];
  return first === undefined ? [await keptSecret(file)] : [first, ...rest];
}

async function ownVersion(): Promise<string> {
  const text = await readFile(join(appDir, 'package.json'), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}

import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createMetrics, type Lifecycle, type Log, serveMetrics } from '@damselfly/core/node';
import { createDatabase, type Database } from '@damselfly/db';
import { z } from 'zod';
import type { ConsoleConfig } from './config.ts';
import { createFirstAdministrator, type OneTimePassword } from './first-administrator.ts';
import { startHousekeeping } from './housekeeping.ts';
import { checkSignIn } from './server/auth/credentials.ts';
import { scryptHasher } from './server/auth/password.ts';
import { keptSecret } from './server/auth/secret.ts';
import { readSessionId } from './server/auth/session-cookie.ts';
import { createAccounts } from './server/domain/accounts/accounts.ts';
import { SignInThrottle } from './server/domain/accounts/sign-in-throttle.ts';
import { createClusters } from './server/domain/clusters/clusters.ts';
import { createOverview } from './server/domain/overview/overview.ts';
import { createTasks } from './server/domain/tasks/tasks.ts';
import { setManager } from './server/entry.ts';
import { createLiveHub, type LiveHub } from './server/live/live.ts';
import type { Manager } from './server/manager.ts';
import type { About, Services } from './server/trpc/context.ts';
import { createTrpcHandler } from './server/trpc/handler.ts';
import { startNextPages } from './web/next-pages.ts';
import { startWebServer } from './web/web-server.ts';

/** The folder of this app: `src` and `dist` are both one below. */
const appDir = join(import.meta.dirname, '..');
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
  life.onStop('web server', () => web.close());
  const url = (config.server.publicUrl ?? `http://${web.address}`).replace(/\/+$/, '');

  const { dir, url: databaseUrl } = config.database;
  const database = await createDatabase(databaseUrl === undefined ? { dir } : { url: databaseUrl }, migrationsDir);
  life.onStop('database', () => database.close());
  if (database.applied.length > 0) log.info({ migrations: database.applied }, 'the database was brought up to date');
  const hasher = scryptHasher();
  const firstAdministrator = await createFirstAdministrator(database, hasher, rootPassword);
  life.onStop('housekeeping', startHousekeeping({ database, log }));

  const hub = createLiveHub();
  life.onStop('live hub', () => hub.close());
  const grpc = { address: `${config.grpc.ip}:${config.grpc.port}` };

  const about: About = {
    version: await ownVersion(),
    instance: randomUUID(),
    startedAtMs: Date.now(),
    url,
    grpc: grpc.address,
  };
  const services = createServices({ database, hub, hasher, about });
  const secret = config.auth.secret ?? (await keptSecret(join(dirname(dir), 'auth-secret')));
  const manager = createManager({ services, secret, secure: url.startsWith('https:'), log });
  setManager(manager);
  life.onStop('manager', () => setManager(undefined));

  // next-auth reads its own address from here and nowhere else.
  process.env.NEXTAUTH_URL = url;
  const pages = await startNextPages({ dir: appDir, dev, hostname: config.server.ip, port: web.port, log });
  life.onStop('pages', () => pages.close());
  web.serve(pages);

  if (config.metrics.port !== undefined) {
    const metrics = await serveMetrics(createMetrics(), config.metrics.ip, config.metrics.port);
    life.onStop('metrics', () => metrics.close());
  }
  return { url, grpc: grpc.address, ...(firstAdministrator && { firstAdministrator }) };
}

interface ServiceNeeds {
  readonly database: Database;
  readonly hub: LiveHub;
  readonly hasher: ReturnType<typeof scryptHasher>;
  readonly about: About;
}

/** The domain over its stores. */
export function createServices({ database, hub, hasher, about }: ServiceNeeds): Services {
  const now = Date.now;
  const clusters = createClusters({ store: database.clusters, live: hub, now });
  return {
    accounts: createAccounts({ store: database.accounts, hasher, throttle: new SignInThrottle(), now }),
    clusters,
    tasks: createTasks({ live: clusters.visibleLive }),
    overview: createOverview({ clusters }),
    about: () => about,
  };
}

interface ManagerNeeds {
  readonly services: Services;
  readonly secret: string;
  readonly secure: boolean;
  readonly log: Log;
}

/** What crosses into Next. */
export function createManager({ services, secret, secure, log }: ManagerNeeds): Manager {
  const { accounts } = services;
  const viewer: Manager['auth']['viewer'] = async (cookieHeader) => {
    const sessionId = await readSessionId(cookieHeader, { secret, secure });
    return sessionId === undefined ? undefined : accounts.viewer(sessionId);
  };
  return {
    about: services.about,
    trpc: createTrpcHandler({ services, viewer, log }),
    auth: {
      secret,
      secure,
      viewer,
      signIn: (form) => checkSignIn({ accounts, log }, form),
      signOut: accounts.signOut,
      report: (level, what) => log[level]({ what }, 'next-auth reports'),
    },
  };
}

async function ownVersion(): Promise<string> {
  const text = await readFile(join(appDir, 'package.json'), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}

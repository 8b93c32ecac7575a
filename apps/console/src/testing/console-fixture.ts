import type { ScryptOptions } from 'node:crypto';
import { silentLog } from '@damselfly/core/node';
import { firstBoot } from '@damselfly/db';
import { testDatabase } from '@damselfly/db/testing';
import { scryptHasher } from '../server/auth/password.ts';
import { createSealer } from '../server/auth/sealed.ts';
import type { Client } from '../server/domain/access/client.ts';
import { createAudit } from '../server/domain/audit/audit.ts';
import { createJoinTokens } from '../server/domain/join-tokens/join-tokens.ts';
import { createRegistryLogins } from '../server/domain/registry-credentials/registry-credentials.ts';
import { createTopology } from '../server/domain/topology/topology.ts';
import { jobWork } from '../server/jobs/start-job-work.ts';
import { createLiveHub } from '../server/live/live.ts';
import { decisionClient } from '../server/schedulers/decision-client.ts';
import { replicatedClient } from '../server/schedulers/replicated-client.ts';
import { createSchedulers } from '../server/schedulers/schedulers.ts';
import type { Context } from '../server/trpc/context.ts';
import { appRouter } from '../server/trpc/router.ts';
import { createServices } from '../services.ts';

const cheap: ScryptOptions = { N: 2 ** 4, r: 1, p: 1 };
export const password = 'a-password-for-tests';
export const client = { ip: '127.0.0.1', userAgent: 'vitest' };

/** The domain on a database of its own with root, and a hub that only hears what a test tells it. */
export async function startFixture() {
  const database = await testDatabase();
  const hasher = scryptHasher(cheap);
  const passwordHash = await hasher.hash(password);
  await firstBoot(database.client, async () => ({ passwordHash, mustChangePassword: false }));
  const live = createLiveHub({ tickIntervalMs: 0 });
  const about = {
    version: '0.0.0',
    instance: 'test',
    startedAtMs: 0,
    url: 'http://test',
    grpc: 'test:1',
    dfget: 'dfget',
  };
  const schedulers = createSchedulers({ store: database.topology.schedulers });
  const topology = createTopology({ stores: database.topology, now: Date.now });
  const sealer = createSealer(['k'.repeat(32)]);
  const credentials = createRegistryLogins({ store: database.registryCredentials, sealer });
  const addresses = { allowLoopback: true, allowPrivate: true };
  const runs = { queue: database.jobQueue, schedulers, credentials, addresses };
  const services = createServices({
    database,
    live,
    topology,
    configChanged: () => topology.changed(),
    decisions: decisionClient(schedulers),
    replicated: replicatedClient(schedulers),
    hasher,
    sealer,
    work: jobWork(runs, () => undefined),
    joinTokens: createJoinTokens({
      store: database.joinTokens,
      audit: createAudit({ store: database.audit, now: Date.now }),
      now: Date.now,
    }),
    system: { kind: 'embedded', activeSchedulers: async () => (await schedulers.active()).length },
    about,
  });
  const callerOf = (viewer: Context['viewer'], change: Partial<Context> = {}) =>
    appRouter.createCaller({ services, viewer, client, streamRecheckMs: 60_000, log: silentLog(), ...change });
  /** Signs in as that user. */
  const viewer = async (name: string, from: Client = client) => {
    const { sessionId } = await services.accounts.signIn(name, password, from);
    const signedIn = await services.accounts.viewer(sessionId, from);
    if (signedIn === undefined) throw new Error(`${name} is not signed in`);
    return signedIn;
  };
  return {
    database,
    live,
    services,
    callerOf,
    viewer,
    /** Signs in and calls as that user. */
    as: async (name: string) => callerOf(await viewer(name)),
    addTenant: async (slug: string) => (await database.client.tenant.create({ data: { slug, name: slug } })).id,
    async addUser(name: string, tenantId: string, role: string) {
      const { id: roleId } = await database.client.role.findFirstOrThrow({ where: { name: role } });
      const { id } = await database.client.user.create({
        data: { name, passwordHash, memberships: { create: { tenantId, roleId } } },
      });
      return id;
    },
    async close() {
      live.close();
      schedulers.close();
      await database.close();
    },
  };
}

export type ConsoleFixture = Awaited<ReturnType<typeof startFixture>>;

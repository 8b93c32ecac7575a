import { createHash } from 'node:crypto';
import { type ConsoleFixture, client, password } from '../../../testing/console-fixture.ts';
import { connectScheduler, hostFacts, taskSummary } from '../../../testing/scheduler-fixture.ts';
import { nowhere, type Place } from './permission-table.ts';

/** A tenant with one row of everything, each with `mark` in its name. */
export async function seedTenant(fixture: ConsoleFixture, mark: string): Promise<Place> {
  const { client: db } = fixture.database;
  const tenantId = await fixture.addTenant(mark);
  const userId = await fixture.addUser(`${mark}-user`, tenantId, 'tenant-admin');
  const { sessionId } = await fixture.services.accounts.signIn(`${mark}-user`, password, client);
  const named = { tenantId, name: `${mark}-name` };
  const { id: clusterId } = await db.schedulerCluster.create({ data: named });
  const { id: roleId } = await db.role.create({ data: { ...named, scope: 'tenant' } });
  const roles = { create: { roleId } };
  const { id: serviceAccountId } = await db.serviceAccount.create({ data: { ...named, roles } });
  const hash = createHash('sha256').update(mark).digest('hex');
  const expiresAt = new Date(Date.now() + 3600e3);
  const { id: tokenId } = await db.apiToken.create({
    data: { ...named, userId, prefix: mark, hash, scopes: ['job'], expiresAt },
  });
  const { id: jobId } = await db.job.create({
    data: { tenantId, type: 'preheat', bio: mark, args: { url: mark }, timeoutMs: 1000 },
  });
  const { id: credentialId } = await db.registryCredential.create({
    data: { ...named, registry: mark, username: mark, passwordCipher: 'x' },
  });
  const args = { type: 'image', url: mark };
  const { id: scheduleId } = await db.schedule.create({
    data: { ...named, cron: '0 3 * * *', timeZone: 'UTC', jobType: 'preheat', args },
  });
  const { id: triggerId } = await db.trigger.create({ data: { ...named, kind: 'oci', jobType: 'preheat', args } });
  const { id: webhookId } = await db.webhook.create({
    data: {
      ...named,
      url: `https://${mark}.test`,
      secretCipher: 'x',
      deliveries: { create: { event: mark, payload: {} } },
    },
  });
  const { id: savedViewId } = await db.savedView.create({
    data: { ...named, userId, page: '/tasks', query: mark, shared: true },
  });
  const { id: applicationId } = await db.application.create({ data: { ...named, url: mark, priority: { value: 0 } } });
  const { id: schedulerId } = await db.scheduler.create({
    data: { schedulerClusterId: clusterId, hostname: mark, ip: '10.0.0.1', port: 8002, keepAliveIntervalMs: 5000 },
  });
  const seeds = { ...named, schedulerClusters: { create: { schedulerClusterId: clusterId } } };
  const { id: seedPeerClusterId } = await db.seedPeerCluster.create({ data: seeds });
  const { id: seedPeerId } = await db.seedPeer.create({
    data: { seedPeerClusterId, hostname: mark, ip: '10.0.0.1', port: 4000, downloadPort: 4001, type: 'super' },
  });
  const { id: hostId } = await db.host.create({
    data: {
      ...{ schedulerClusterId: clusterId, hostId: mark, kind: 'normal', hostname: mark, ip: '10.0.0.1' },
      ...{ port: 1, downloadPort: 1, announcedAt: new Date() },
    },
  });
  const taskId = `task-${mark}`;
  const now = new Date();
  await db.task.create({
    data: {
      ...{ schedulerClusterId: clusterId, taskId, tenantId, kind: 'standard', url: mark, state: 'running' },
      ...{ createdAt: now, updatedAt: now },
    },
  });
  await db.quota.create({ data: { tenantId, kind: 'seed_cached_bytes', hard: 424_242n } });
  await db.auditEvent.create({ data: { tenantId, actorName: mark, action: mark, outcome: 'success', ip: '' } });
  const feed = connectScheduler(fixture.live, clusterId);
  feed.summaries({ tasks: [taskSummary(taskId)], gone: [], full: true });
  feed.hosts({ announced: [hostFacts(`host-${mark}`, 'normal')], left: [], full: true });
  return {
    ...nowhere,
    ...{ tenantId, clusterId, userId, roleId, tokenId, serviceAccountId, sessionId, taskId },
    ...{ scheduleId, triggerId, webhookId },
    ...{ jobId, credentialId, savedViewId, applicationId, hostId, schedulerId, seedPeerId },
  };
}

/** The rows of a tenant as they stand, to see that nothing was done to them. */
export async function rowsOf({ database: { client: db } }: ConsoleFixture, { tenantId, userId, clusterId }: Place) {
  const where = { tenantId };
  const rows = [
    await db.tenant.findMany({ where: { id: tenantId } }),
    await db.user.findMany({ where: { id: userId } }),
    await db.membership.findMany({ where }),
    await db.session.findMany({ where }),
    await db.schedulerCluster.findMany({ where }),
    await db.role.findMany({ where, include: { permissions: true } }),
    await db.serviceAccount.findMany({ where }),
    await db.apiToken.findMany({ where }),
    await db.job.findMany({ where }),
    await db.registryCredential.findMany({ where }),
    await db.schedule.findMany({ where }),
    await db.trigger.findMany({ where }),
    await db.webhook.findMany({ where }),
    await db.savedView.findMany({ where }),
    await db.application.findMany({ where }),
    await db.host.findMany({ where: { schedulerClusterId: clusterId } }),
    await db.scheduler.findMany({ where: { schedulerClusterId: clusterId } }),
    await db.seedPeer.findMany({ where: { seedPeerCluster: where } }),
    await db.task.findMany({ where }),
    await db.quota.findMany({ where }),
  ];
  return written(rows);
}

/** A value as text, whatever is in it. */
export const written = (value: unknown): string =>
  JSON.stringify(value, (_, one: unknown) => (typeof one === 'bigint' ? String(one) : one)) ?? '';

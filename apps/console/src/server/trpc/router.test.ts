import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ConsoleFixture, client, password, startFixture } from '../../testing/console-fixture.ts';
import { connectScheduler, hostFacts, taskSummary } from '../../testing/scheduler-fixture.ts';

describe('the API', () => {
  let fixture: ConsoleFixture;
  /** Clusters: 1 is shared, `mine` and `theirs` belong to one tenant each. */
  let mine: number;
  let theirs: number;
  beforeEach(async () => {
    fixture = await startFixture();
    const [ours, other] = [await fixture.addTenant('ours'), await fixture.addTenant('other')];
    await fixture.addUser('admin', ours, 'tenant-admin');
    const addCluster = async (name: string, tenantId: string) =>
      (await fixture.database.client.schedulerCluster.create({ data: { name, tenantId } })).id;
    mine = await addCluster('mine', ours);
    theirs = await addCluster('theirs', other);
    for (const cluster of [1, mine, theirs]) {
      const feed = connectScheduler(fixture.live, cluster);
      const tasks = [
        taskSummary(`task-${cluster}`, 'running', { bytesFromSource: 10, bytesFromPeers: 90 }),
        taskSummary('common'),
      ];
      feed.summaries({ tasks, gone: [], full: true });
      feed.hosts({
        announced: [hostFacts(`seed-${cluster}`, 'seed'), hostFacts(`peer-${cluster}`, 'normal')],
        left: [],
        full: true,
      });
    }
  });
  afterEach(() => fixture.close());

  test('a tenant sees the shared clusters and its own, in lists, by id, in sums and in tasks', async () => {
    const admin = await fixture.as('admin');
    expect((await admin.clusters.list()).map(({ name }) => name)).toEqual(['cluster-1', 'mine']);
    await expect(admin.clusters.byId({ id: theirs })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await admin.overview.summary()).toMatchObject({
      clusters: 2,
      seedPeers: 2,
      peers: 2,
      tasks: { running: 4, pending: 0, succeeded: 0, failed: 0 },
      bytesFromSource: 20,
      bytesFromPeers: 180,
    });
    const { items, total } = await admin.tasks.list({});
    expect(new Set(items.map((task) => task.schedulerClusterId))).toEqual(new Set([1, mine]));
    expect(total).toBe(4);
    expect((await admin.tasks.list({ clusterId: theirs })).total).toBe(0);
    await expect(admin.tasks.byId({ id: `task-${theirs}` })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect((await admin.tasks.byId({ id: 'common' })).schedulerClusterId).not.toBe(theirs);
    await expect(first(await admin.tasks.watch({ id: `task-${theirs}` }))).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('a platform administrator sees all of them', async () => {
    const root = await fixture.as('root');
    expect((await root.overview.summary()).clusters).toBe(3);
    expect((await root.tasks.byId({ id: `task-${theirs}` })).facts.url).toBe(`http://origin/task-${theirs}`);
  });

  test('a cluster shows its schedulers with the state of their lease, its seed peers and its peers', async () => {
    const registration = {
      clusterId: 1,
      ip: '10.0.0.1',
      port: 8002,
      idc: '',
      location: '',
      features: [],
      keepAliveIntervalMs: 5000,
    };
    const { schedulers } = fixture.database.topology;
    for (const [hostname, expiresAtMs] of [
      ['alive', Date.now() + 60_000],
      ['lost', Date.now() - 1],
    ] as const) {
      await schedulers.upsert({ ...registration, hostname }, 1);
      await schedulers.renewLease({ ...registration, hostname }, { holder: 'x', renewedAtMs: 1, expiresAtMs });
    }
    const root = await fixture.as('root');
    const { cluster, schedulers: shown, seedPeers, peers } = await root.clusters.byId({ id: 1 });
    expect(shown.map(({ hostname, state }) => [hostname, state])).toEqual([
      ['alive', 'active'],
      ['lost', 'inactive'],
    ]);
    expect(cluster).toMatchObject({ schedulers: { active: 1, inactive: 1 }, seedPeers: 1, peers: 1, runningTasks: 2 });
    expect([...seedPeers, ...peers].map(({ hostname }) => hostname)).toEqual(['seed-1', 'peer-1']);
  });

  test('switching the tenant changes what is seen, and only between those one may enter', async () => {
    const root = await fixture.services.accounts.signIn('root', password, client);
    const rootCaller = fixture.callerOf(await fixture.services.accounts.viewer(root.sessionId));
    const { tenants } = await rootCaller.session.me();
    expect(tenants.map(({ slug }) => slug)).toEqual(['default', 'other', 'ours']);
    await rootCaller.session.switchTenant({ tenantId: tenants[1]?.id ?? '' });
    expect((await fixture.services.accounts.viewer(root.sessionId))?.tenant.slug).toBe('other');
    const admin = await fixture.as('admin');
    await expect(admin.session.switchTenant({ tenantId: tenants[1]?.id ?? '' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  test('what was not thrown on purpose reaches nobody outside', async () => {
    const { sessionId } = await fixture.services.accounts.signIn('root', password, client);
    const list = () => Promise.reject(new Error('relation "hunter2" does not exist'));
    const services = { ...fixture.services, clusters: { ...fixture.services.clusters, list } };
    const viewer = await services.accounts.viewer(sessionId);
    const root = fixture.callerOf(viewer, { services });
    await expect(root.clusters.list()).rejects.toMatchObject({
      code: 'INTERNAL_SERVER_ERROR',
      message: expect.not.stringMatching(/hunter2/),
    });
  });

  describe('a watched task', () => {
    test('begins with a snapshot', async () => {
      const root = await fixture.as('root');
      expect(await first(await root.tasks.watch({ id: 'task-1' }))).toMatchObject({
        type: 'snapshot',
        graph: { task: 'task-1' },
      });
    });

    test('ends soon after its viewer signed out elsewhere', async () => {
      const { sessionId } = await fixture.services.accounts.signIn('root', password, client);
      const caller = fixture.callerOf(await fixture.services.accounts.viewer(sessionId), { streamRecheckMs: 1 });
      const stream = (await caller.tasks.watch({ id: 'task-1' }))[Symbol.asyncIterator]();
      await stream.next();
      const end = stream.next();
      await fixture.services.accounts.signOut(sessionId, client);
      await expect(end).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
    });

    test('ends soon after the password changed', async () => {
      const { sessionId } = await fixture.services.accounts.signIn('root', password, client);
      const caller = fixture.callerOf(await fixture.services.accounts.viewer(sessionId), { streamRecheckMs: 1 });
      const stream = (await caller.overview.watch())[Symbol.asyncIterator]();
      await stream.next();
      const root = await fixture.as('root');
      await root.session.changePassword({ current: password, next: 'another-password' });
      await expect(untilItFails(stream)).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
    });
  });
});

async function first<T>(stream: AsyncIterable<T>): Promise<T | undefined> {
  for await (const item of stream) return item;
  return undefined;
}

async function untilItFails(stream: AsyncIterator<unknown>): Promise<void> {
  let done = false;
  while (!done) done = (await stream.next()).done === true;
}

import { silentLog } from '@damselfly/core/node';
import {
  bidiCall,
  clientStreamCall,
  configs,
  createClient,
  health,
  manager,
  serverStreamCall,
  unaryCall,
  topology as wire,
} from '@damselfly/proto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { emptyCluster } from '../domain/topology/cluster-fixture.ts';
import { ConfigVersion } from '../domain/topology/config-version.ts';
import { memoryStores } from '../domain/topology/memory-stores.ts';
import { createTopology } from '../domain/topology/topology.ts';
import { createLiveHub } from '../live/live.ts';
import { startManagerGrpc } from './serve.ts';

/** Polls with patience: machines that test are often busy. */
const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 15_000 });

const { SCHEDULER_SOURCE, PEER_SOURCE } = manager.SourceType;
const self = { sourceType: SCHEDULER_SOURCE, hostname: 's1', ip: '127.0.0.1' };
const registration = {
  ...{ ...self, schedulerClusterId: 1n, port: 9002, idc: 'fra1', features: [] },
  config: Buffer.from('{"manager_keep_alive_interval":2000000000}'),
};
const asking = { ...self, sourceType: PEER_SOURCE, hostname: 'p1', version: '', commit: '', schedulerClusterId: 0n };
const beat = { ...self, clusterId: 1n };
const json = (bytes: Uint8Array | undefined) => JSON.parse(Buffer.from(bytes ?? []).toString('utf8') || 'null');

async function start() {
  const application = {
    id: 1,
    name: 'train',
    url: 'http://o',
    bio: '',
    priority: { value: 3, urls: [{ regex: 'm', value: 9 }] },
  };
  const peerBlockList = { task: { download: { applications: ['x'], urls: [], tags: [], priorities: [1] } } };
  const clusters = [emptyCluster(1, { isDefault: true, candidateParentLimit: 7, peerBlockList })];
  const stores = memoryStores({ clusters, applications: [application], drainingHosts: ['h1'] });
  const hub = createLiveHub();
  const topology = createTopology({ stores, now: Date.now });
  const changed = { count: 1 };
  const version = new ConfigVersion({
    ...{ source: { configVersion: async () => changed.count }, pollMs: 20, log: silentLog() },
    onChange: () => topology.changed(),
  });
  const server = await startManagerGrpc({
    config: { ip: '127.0.0.1', port: 0 },
    topology,
    version,
    hub,
    log: silentLog(),
  });
  const client = createClient(manager.ManagerClient, { address: server.address });
  const feed = createClient(wire.TopologyServiceClient, { address: server.address });
  const changes = createClient(configs.ConfigServiceClient, { address: server.address });
  const checks = createClient(health.HealthClient, { address: server.address });
  const close = async () => {
    for (const one of [client, feed, changes, checks]) one.close();
    version.close();
    await server.close();
    hub.close();
  };
  return { client, feed, changes, changed, checks, hub, stores, close };
}

let t: Awaited<ReturnType<typeof start>>;
beforeEach(async () => {
  t = await start();
});
afterEach(() => t.close());

const update = (change: Partial<manager.UpdateSchedulerRequest> = {}) =>
  unaryCall(t.client.updateScheduler.bind(t.client), { ...registration, ...change });
const list = async (change: Partial<manager.ListSchedulersRequest> = {}) =>
  (await unaryCall(t.client.listSchedulers.bind(t.client), { ...asking, ...change })).schedulers;
const get = () => unaryCall(t.client.getScheduler.bind(t.client), { ...self, schedulerClusterId: 1n });

/** A keepalive stream that beats when told to. */
function keepAlive() {
  const queue: (manager.KeepAliveRequest | undefined)[] = [];
  let wake = () => queue.length;
  const send = (one: manager.KeepAliveRequest | undefined) => {
    queue.push(one);
    wake();
  };
  async function* beats() {
    for (;;) {
      if (queue.length === 0) {
        await new Promise<void>((resolve) => {
          wake = () => {
            resolve();
            return 0;
          };
        });
        continue;
      }
      const next = queue.shift();
      if (next === undefined) return;
      yield next;
    }
  }
  const answer = clientStreamCall(t.client.keepAlive.bind(t.client), beats());
  return { send, answer };
}

test('a scheduler registers, is inactive, and is offered with its cluster while it keeps alive', async () => {
  expect(await update()).toMatchObject({ id: 1n, hostname: 's1', port: 9002, idc: 'fra1', state: 'inactive' });
  expect(await list()).toEqual([]);
  const { send, answer } = keepAlive();
  send(beat);
  await eventually(list).toHaveLength(1);
  const [scheduler] = await list({ schedulerClusterId: 1n });
  expect(scheduler).toMatchObject({ state: 'active', port: 9002, schedulerClusterId: 1n });
  expect(json(scheduler?.features)).toEqual(['schedule', 'preheat']);
  expect(json(scheduler?.schedulerCluster?.config)).toEqual({
    ...{ candidate_parent_limit: 7, filter_parent_limit: 15, job_rate_limit: 10 },
  });
  expect(json(scheduler?.schedulerCluster?.clientConfig)).toEqual({
    load_limit: 200,
    block_list: { task: { download: { applications: ['x'], urls: [], tags: [], priorities: [1] } } },
  });
  const own = await get();
  expect(own.state).toBe('active');
  expect(json(own.schedulerCluster?.config)).toMatchObject({ candidate_parent_limit: 7, draining_hosts: ['h1'] });
  expect((await t.stores.schedulers.list())[0]?.keepAliveIntervalMs).toBe(2000);
  send(undefined);
  expect(await answer).toMatchObject({});
  expect(await list()).toEqual([]);
  expect((await get()).state).toBe('inactive');
});

test('a scheduler whose connection breaks is no longer offered', async () => {
  await update();
  const other = createClient(manager.ManagerClient, {
    address: t.client.getChannel().getTarget().replace(/^dns:/, ''),
  });
  const stop = new AbortController();
  async function* beats() {
    yield beat;
    await new Promise((resolve) => stop.signal.addEventListener('abort', resolve));
  }
  const answer = clientStreamCall(other.keepAlive.bind(other), beats(), { signal: stop.signal });
  await eventually(list).toHaveLength(1);
  stop.abort();
  await expect(answer).rejects.toMatchObject({ code: 'cancelled' });
  await eventually(list).toEqual([]);
  other.close();
});

test('a heartbeat registers a scheduler that the manager has forgotten', async () => {
  const { send, answer } = keepAlive();
  send(beat);
  await eventually(list).toMatchObject([{ hostname: 's1', port: 8002 }]);
  send({ ...beat, hostname: 's2' });
  await expect(answer).rejects.toMatchObject({ code: 'invalid' });
});

test('a heartbeat of an unknown cluster is refused', async () => {
  const { send, answer } = keepAlive();
  send({ ...beat, clusterId: 9n });
  await expect(answer).rejects.toMatchObject({ code: 'notFound' });
});

test('requests that make no sense are refused, with the reason', async () => {
  await expect(update({ schedulerClusterId: 9n })).rejects.toMatchObject({ code: 'notFound' });
  await expect(update({ schedulerClusterId: 0n })).rejects.toMatchObject({ code: 'invalid' });
  await expect(update({ schedulerClusterId: 2n ** 63n })).rejects.toMatchObject({ code: 'invalid' });
  await expect(update({ port: 80 })).rejects.toMatchObject({
    code: 'invalid',
    message: expect.stringMatching(/port is 80/),
  });
  await expect(update({ port: 65535 })).rejects.toMatchObject({ code: 'invalid' });
  await expect(update({ config: Buffer.from('{') })).rejects.toMatchObject({ code: 'invalid' });
  await expect(list({ ip: 'nowhere' })).rejects.toMatchObject({ code: 'invalid' });
  await expect(get()).rejects.toMatchObject({ code: 'notFound' });
  await expect(unaryCall(t.client.listSeedPeers.bind(t.client), asking)).rejects.toMatchObject({ code: 'notFound' });
});

test('applications come with their priorities; a level that does not exist means nothing', async () => {
  const { applications } = await unaryCall(t.client.listApplications.bind(t.client), self);
  expect(applications).toMatchObject([{ name: 'train', priority: { value: 3, urls: [{ regex: 'm', value: 0 }] } }]);
});

test('a seed peer registers, is found with its schedulers, and is forgotten', async () => {
  const key = { ...self, hostname: 'seed-1', seedPeerClusterId: 1n };
  await unaryCall(t.client.updateSeedPeer.bind(t.client), { ...key, type: 'super', port: 4000, downloadPort: 4001 });
  const found = await unaryCall(t.client.getSeedPeer.bind(t.client), key);
  expect(found).toMatchObject({ hostname: 'seed-1', downloadPort: 4001, state: 'inactive' });
  expect(json(found.seedPeerCluster?.config)).toEqual({ load_limit: 2000 });
  await unaryCall(t.client.deleteSeedPeer.bind(t.client), key);
  await expect(unaryCall(t.client.getSeedPeer.bind(t.client), key)).rejects.toMatchObject({ code: 'notFound' });
});

test('health answers for the server and each service', async () => {
  for (const service of ['', 'manager.v2.Manager', 'damselfly.topology.v1.TopologyService']) {
    expect(await unaryCall(t.checks.check.bind(t.checks), { service })).toMatchObject({ status: 1 });
  }
});

test.each<[string, wire.PublishRequest['feed'][], string]>([
  ['no hello first', [{ $case: 'hostsChanged', value: { announced: [], leftHostIds: [], full: true } }], 'invalid'],
  ['a scheduler that is not registered', [hello('s9')], 'precondition'],
  ['two hellos', [hello('s1'), hello('s1')], 'invalid'],
  [
    'an event batch of nonsense',
    [hello('s1'), { $case: 'eventBatch', value: wire.EventBatch.create({ taskId: 't' }) }],
    'invalid',
  ],
])('a topology stream with %s is refused', async (_, feeds, code) => {
  await update();
  async function* requests() {
    for (const feed of feeds) yield { feed };
    await new Promise(() => undefined);
  }
  const read = (async () => {
    for await (const _order of bidiCall(t.feed.publish.bind(t.feed), requests()));
  })();
  await expect(read).rejects.toMatchObject({ code });
  expect(t.hub.schedulers().filter(({ connected }) => connected)).toEqual([]);
});

function hello(hostname: string): wire.PublishRequest['feed'] {
  const value = { schedulerId: 'run', hostname, ip: '127.0.0.1', port: 9002, schedulerClusterId: 1n, startedAtMs: 1n };
  return { $case: 'hello', value };
}

test('who watches the configuration hears that it changed, and that the manager stops', async () => {
  const heard: bigint[] = [];
  const watching = (async () => {
    for await (const { version } of serverStreamCall(t.changes.watch.bind(t.changes), {})) heard.push(version);
  })();
  const ended = watching.catch(() => undefined);
  await eventually(() => heard.length).toBeGreaterThan(0);
  t.changed.count = 5;
  await eventually(() => heard.at(-1)).toBe(5n);
  await t.close();
  await ended;
});

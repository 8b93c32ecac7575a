import {
  applyBatch,
  type DagEvent,
  emptyTaskGraph,
  type HostFacts,
  hostId,
  noHostDetails,
  peerId,
  type TaskGraph,
  type TaskId,
  type TaskSummary,
  taskId,
} from '@damselfly/core';
import { silentLog } from '@damselfly/core/node';
import { handlers, hostAndPort, manager, serve, topology as wire } from '@damselfly/proto';
import { afterEach, expect, test } from 'vitest';
// The two ends of one protocol meet here as they do in production, without the processes around them.
import { startManagerLink } from '../../../../scheduler/src/manager/link.ts';
import type { DynamicConfig, TopologySource } from '../../../../scheduler/src/manager/port.ts';
import { emptyCluster } from '../domain/topology/cluster-fixture.ts';
import { ConfigVersion } from '../domain/topology/config-version.ts';
import { memoryStores } from '../domain/topology/memory-stores.ts';
import { createTopology } from '../domain/topology/topology.ts';
import { createLiveHub, type LiveHub, type TaskUpdate } from '../live/live.ts';
import { startManagerGrpc } from './serve.ts';

/** Polls with patience: machines that test are often busy. */
const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 15_000 });

const t = taskId('t');
const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const joined = (peer: string): DagEvent => ({
  ...{ kind: 'peerJoined', peer: peerId(peer), host: hostId(`h-${peer}`), hostname: peer, idc: 'a' },
  ...{ peerKind: 'normal', atMs: Date.now() },
});
const piece = (peer: string, parent: string): DagEvent => ({
  ...{ kind: 'piecesFinished', peer: peerId(peer), parent: peerId(parent), pieces: 1, bytes: 4096 },
  ...{ costMs: 3, atMs: Date.now() },
});
const parents = (peer: string, ...of: string[]): DagEvent => ({
  ...{ kind: 'parentsChanged', peer: peerId(peer), parents: of.map(peerId), atMs: Date.now() },
});
const host = (id: string): HostFacts => ({
  ...{ id: hostId(id), hostname: id, ip: '10.0.0.9', port: 4000, idc: '', location: '', kind: 'normal' },
  ...{ concurrentUploadLimit: 200, concurrentUploadCount: 3, os: '', version: '', disableShared: false, proxyPort: 0 },
  details: noHostDetails,
  ...{
    maxTxBps: 0,
    txBps: 0,
    diskTotalBytes: 0,
    diskFreeBytes: 0,
    cpuPercent: 0,
    memoryUsedPercent: 0,
    announcedAtMs: 1,
  },
});

/** A manager whose database outlives it: `restart` kills it and starts another on the same port. */
async function startManager(
  port = 0,
  stores = memoryStores({ clusters: [emptyCluster(1, { candidateParentLimit: 5 })] }),
  changed = { count: 1 },
) {
  const hub = createLiveHub();
  const topology = createTopology({ stores, now: Date.now });
  const onChange = () => topology.changed();
  const source = { configVersion: async () => changed.count };
  const version = new ConfigVersion({ source, pollMs: 20, onChange, log: silentLog() });
  const server = await startManagerGrpc({
    config: { ip: '127.0.0.1', port },
    topology,
    version,
    hub,
    log: silentLog(),
  });
  let closed: Promise<void> | undefined;
  const close = () => {
    hub.close();
    version.close();
    closed ??= server.close();
    return closed;
  };
  closers.push(close);
  const active = async () =>
    (await topology.schedulersFor({ hostname: 'p', ip: '127.0.0.1', idc: '', location: '' })).map(
      ({ scheduler }) => scheduler.hostname,
    );
  const restart = async (after: () => Promise<void> = async () => undefined) => {
    await close();
    await after();
    return startManager(Number(server.address.split(':')[1]), stores);
  };
  return { hub, stores, address: server.address, active, close, restart };
}

/** A scheduler in miniature. */
async function startScheduler(addrs: readonly string[], dynamicConfigIntervalMs = 200) {
  const graphs = new Map<TaskId, TaskGraph>();
  const configs: DynamicConfig[] = [];
  const summary = (task: TaskId): TaskSummary | undefined => {
    const graph = graphs.get(task);
    return (
      graph && {
        task,
        facts: { url: `http://o/${task}`, application: '', tag: '', digest: '', state: 'running', createdAtMs: 1 },
        peersByState: { waiting: graph.peers.size, downloading: 0, backToSource: 0, succeeded: 0, failed: 0 },
        ...{ seeds: 0, bytesFromSource: 0, bytesFromPeers: 0, updatedAtMs: Date.now() },
      }
    );
  };
  const source: TopologySource = {
    snapshot: (task) => graphs.get(task),
    summary,
    summaries: () => [...graphs.keys()].flatMap((task) => summary(task) ?? []),
    hosts: () => [host('h1'), host('h2')],
  };
  const link = await startManagerLink({
    addrs,
    self: {
      ...{ schedulerId: 'run-1', hostname: 's1', ip: '127.0.0.1', port: 9002, clusterId: 1 },
      ...{ idc: '', location: '', startedAtMs: 1 },
    },
    source,
    onDynamicConfig: (config) => configs.push(config),
    keepAliveIntervalMs: 200,
    dynamicConfigIntervalMs,
    log: silentLog(),
    signal: new AbortController().signal,
  });
  closers.push(() => link.close());
  const publish = (task: TaskId, ...events: DagEvent[]) => {
    const graph = graphs.get(task) ?? emptyTaskGraph(task);
    graphs.set(task, graph);
    for (const event of events) {
      const seq = graph.seq + 1;
      applyBatch(graph, { task, firstSeq: seq, lastSeq: seq, atMs: Date.now(), events: [event] });
      link.publish(task, seq, event);
    }
  };
  return { link, graphs, configs, publish };
}

/** A reader that keeps its own graph from a snapshot and batches, as a browser does. */
function read(hub: LiveHub, task: TaskId) {
  const stop = new AbortController();
  const reader = { graph: emptyTaskGraph(task), seen: [] as TaskUpdate['type'][], gaps: 0 };
  const run = (async () => {
    for await (const update of hub.watchTask(task, stop.signal)) {
      reader.seen.push(update.type);
      if (update.type === 'snapshot') reader.graph = update.graph;
      if (update.type === 'batch' && applyBatch(reader.graph, update.batch) === 'gap') reader.gaps += 1;
    }
  })();
  closers.push(async () => {
    stop.abort();
    await run;
  });
  return reader;
}

/** What must be equal at both ends. Rates fade with time, so they are left out. */
const facts = (graph: TaskGraph | undefined) =>
  [...(graph?.peers.values() ?? [])].map(({ peer, state, finishedPieces, finishedBytes, parents: offered, from }) => ({
    ...{ peer, state, finishedPieces, finishedBytes, offered },
    from: [...from].map(([parent, { pieces, bytes }]) => ({ parent, pieces, bytes })),
  }));

test('a watched task reaches its reader as the scheduler has it, and goes on as it moves', async () => {
  const { hub, address, active } = await startManager();
  const { publish, graphs, configs } = await startScheduler([address]);
  publish(t, joined('seed'), joined('a'), parents('a', 'seed'), piece('a', 'seed'));
  await eventually(active).toEqual(['s1']);
  await eventually(() => configs.at(-1)?.candidateParentLimit).toBe(5);
  await eventually(() => hub.tasks()).toMatchObject([{ id: 't', peersByState: { waiting: 2 } }]);
  await eventually(() => hub.hosts().map(({ id }) => id)).toEqual(['h1', 'h2']);
  const reader = read(hub, t);
  await eventually(() => reader.seen).toEqual(['snapshot']);
  for (let n = 0; n < 30; n += 1)
    publish(t, joined(`p${n}`), parents(`p${n}`, 'seed', 'a'), piece(`p${n}`, 'seed'), piece('a', 'seed'));
  await eventually(() => facts(reader.graph)).toEqual(facts(graphs.get(t)));
  expect(reader.seen.filter((type) => type === 'snapshot')).toHaveLength(1);
  expect(reader.graph.seq).toBe(graphs.get(t)?.seq);
  await eventually(() => hub.task(t)?.peersByState.waiting).toBe(32);
});

test('a manager that is killed and comes back is told everything again, and readers see no hole', async () => {
  const first = await startManager();
  const { publish, graphs } = await startScheduler([first.address]);
  publish(t, joined('a'));
  await eventually(() => first.hub.tasks()).toHaveLength(1);
  const second = await first.restart(async () => {
    publish(t, joined('b'), parents('b', 'a'));
    publish(taskId('u'), joined('x'));
  });
  await eventually(() => second.hub.tasks().map(({ id }) => id)).toEqual(['t', 'u']);
  await eventually(second.active).toEqual(['s1']);
  const reader = read(second.hub, t);
  publish(t, joined('c'));
  await eventually(() => facts(reader.graph)).toEqual(facts(graphs.get(t)));
  expect(reader.gaps).toBe(0);
});

test('a scheduler that starts before its manager serves on and is there once the manager is', async () => {
  const first = await startManager();
  await first.close();
  const { publish, link } = await startScheduler([first.address]);
  publish(t, joined('a'));
  link.hostsChanged();
  const second = await first.restart();
  await eventually(() => second.hub.tasks()).toHaveLength(1);
});

test('every manager is told, and membership moves on when the one it was with dies', async () => {
  const stores = memoryStores({ clusters: [emptyCluster(1)] });
  const one = await startManager(0, stores);
  const two = await startManager(0, stores);
  const { publish } = await startScheduler([one.address, two.address]);
  publish(t, joined('a'));
  await eventually(() => [one.hub.tasks().length, two.hub.tasks().length]).toEqual([1, 1]);
  await one.close();
  const holder = (await stores.schedulers.list())[0]?.lease?.holder;
  await expect.poll(async () => (await stores.schedulers.list())[0]?.lease?.holder).not.toBe(holder);
  expect(await two.active()).toEqual(['s1']);
});

test('a scheduler that closes its link is not offered any more', async () => {
  const { active, address } = await startManager();
  const { link } = await startScheduler([address]);
  await eventually(active).toEqual(['s1']);
  await link.close();
  expect(await active()).toEqual([]);
});

test('a manager that reads nothing costs the scheduler neither time nor memory, and heals by a snapshot', async () => {
  let release = () => undefined as undefined;
  const released = new Promise<void>((resolve) => {
    release = () => void resolve();
  });
  const { bidi, unary, clientStream } = handlers({ onInternalError: () => undefined });
  const received: wire.PublishRequest[] = [];
  let hold = false;
  const orders: ((order: wire.PublishResponse['control']) => void)[] = [];
  const publishHandler = bidi<wire.PublishRequest, wire.PublishResponse>(async function* (requests, { signal }) {
    const reading = (async () => {
      for await (const request of requests) {
        received.push(request);
        if (hold) await released;
      }
    })();
    reading.catch(() => undefined); // The link closes its stream at the end of the test.
    while (!signal.aborted) {
      const control = await new Promise<wire.PublishResponse['control']>((resolve) => {
        orders.push(resolve);
        signal.addEventListener('abort', () => resolve(undefined), { once: true });
      });
      if (control !== undefined) yield { control };
    }
  });
  const scheduler = manager.Scheduler.create();
  const implementation = {
    updateScheduler: unary<manager.UpdateSchedulerRequest, manager.Scheduler>(async () => scheduler),
    getScheduler: unary<manager.GetSchedulerRequest, manager.Scheduler>(async () => scheduler),
    keepAlive: clientStream<manager.KeepAliveRequest, object>(async (requests) => {
      for await (const _ of requests);
      return {};
    }),
  };
  const server = await serve({
    listen: { host: '127.0.0.1', port: 0 },
    services: [
      { definition: manager.ManagerService, implementation },
      { definition: wire.TopologyServiceService, implementation: { publish: publishHandler } },
    ],
  });
  closers.push(() => server.close(0));
  const { publish, graphs } = await startScheduler([hostAndPort('127.0.0.1', server.port)]);
  publish(t, joined('a'));
  const ofKind = (kind: string) => received.filter(({ feed }) => feed?.$case === kind).length;
  await eventually(() => ofKind('taskSummaries')).toBeGreaterThan(0);
  orders.shift()?.({ $case: 'watch', value: { taskId: t } });
  await eventually(() => ofKind('snapshot')).toBe(1);
  hold = true;
  const before = received.length;
  const rounds = 300;
  const failed: DagEvent = {
    ...{ kind: 'pieceFailed', peer: peerId('a'), parent: null, reason: 'x'.repeat(200), atMs: 1 },
  };
  for (let round = 0; round < rounds; round += 1) {
    for (let n = 0; n < 1000; n += 1) publish(t, failed);
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(received.length - before).toBeLessThan(10);
  hold = false;
  release();
  const lastSeq = () =>
    received.reduce((most, { feed }) => (feed?.$case === 'eventBatch' ? Number(feed.value.lastSeq) : most), 0);
  await eventually(lastSeq).toBe(graphs.get(t)?.seq);
  const carried = received.reduce(
    (sum, { feed }) => sum + (feed?.$case === 'eventBatch' ? feed.value.events.length : 0),
    0,
  );
  expect(carried).toBeLessThan((rounds * 1000) / 2);
});

test('a scheduler asks for its configuration at once when it changed, not after its interval', async () => {
  const changed = { count: 1 };
  const clusters = [emptyCluster(1, { candidateParentLimit: 5 })];
  const stores = memoryStores({ clusters });
  const current = { limit: 5 };
  const readCluster = async () => emptyCluster(1, { candidateParentLimit: current.limit });
  const { address } = await startManager(
    0,
    { ...stores, clusters: { ...stores.clusters, byId: readCluster } },
    changed,
  );
  const { configs } = await startScheduler([address], 3_600_000);
  await eventually(() => configs.at(-1)?.candidateParentLimit).toBe(5);
  current.limit = 9;
  changed.count = 2;
  await eventually(() => configs.at(-1)?.candidateParentLimit).toBe(9);
});

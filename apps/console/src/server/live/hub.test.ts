import {
  applyBatch,
  type DagEvent,
  emptyTaskGraph,
  type HostFacts,
  hostId,
  peerId,
  type TaskGraph,
  type TaskState,
  type TaskSummary,
  taskId,
} from '@damselfly/core';
import { describe, expect, test } from 'vitest';
import { createLiveHub, type LiveHubOptions, type SchedulerHello, type TaskUpdate } from './live.ts';

const hello = (change: Partial<SchedulerHello> = {}): SchedulerHello => ({
  schedulerId: 'run-1',
  hostname: 's1',
  ip: '10.0.0.1',
  port: 8002,
  clusterId: 1,
  startedAtMs: 0,
  ...change,
});
const t = taskId('t');
const summary = (
  id: string,
  change: Partial<TaskSummary> & { readonly state?: TaskState; url?: string } = {},
): TaskSummary => {
  const { state = 'running', url = `http://origin/${id}`, ...rest } = change;
  return {
    task: taskId(id),
    facts: { url, application: 'app', tag: 'tag', digest: '', state, createdAtMs: 1 },
    peersByState: { waiting: 0, downloading: 1, backToSource: 0, succeeded: 0, failed: 0 },
    seeds: 1,
    bytesFromSource: 0,
    bytesFromPeers: 0,
    updatedAtMs: 1,
    ...rest,
  };
};
const host = (id: string, kind: HostFacts['kind'] = 'normal'): HostFacts => ({
  ...{ id: hostId(id), hostname: id, ip: '10.0.0.9', port: 4000, idc: '', location: '', kind },
  ...{ concurrentUploadLimit: 200, concurrentUploadCount: 3, os: 'linux', version: '1', disableShared: false },
  ...{ proxyPort: 0, maxTxBps: 0, txBps: 0, diskTotalBytes: 0, diskFreeBytes: 0, cpuPercent: 0 },
  ...{ memoryUsedPercent: 0, announcedAtMs: 1 },
});
const joined = (peer: string): DagEvent => ({
  ...{ kind: 'peerJoined', peer: peerId(peer), host: hostId(`h-${peer}`), hostname: peer, idc: '' },
  ...{ peerKind: 'normal', atMs: 1 },
});
const batch = (firstSeq: number, ...events: DagEvent[]) => ({
  ...{ task: t, firstSeq, lastSeq: firstSeq + events.length - 1, atMs: 1, events },
});
const graphOf = (...peers: string[]): TaskGraph => {
  const graph = emptyTaskGraph(t);
  if (peers.length > 0) applyBatch(graph, batch(1, ...peers.map(joined)));
  return graph;
};

/** A hub on a clock of the test's, and schedulers whose orders are written down. */
function startHub(options: LiveHubOptions = {}) {
  let nowMs = 100_000;
  const hub = createLiveHub({ now: () => nowMs, tickIntervalMs: 0, ...options });
  const connect = (change: Partial<SchedulerHello> = {}) => {
    const orders: string[] = [];
    const order = (name: string) => (task: string) => void orders.push(`${name} ${task}`);
    const controls = { watch: order('watch'), unwatch: order('unwatch'), snapshotWanted: order('snapshot') };
    return { feed: hub.connect(hello(change), controls), orders };
  };
  const tell = (feed: ReturnType<typeof connect>['feed'], ...tasks: TaskSummary[]) =>
    feed.summaries({ tasks, gone: [], full: false });
  const pass = (ms: number) => {
    nowMs += ms;
    hub.tick();
  };
  return { hub, connect, tell, pass };
}

/** Reads a watch update by update. */
function open(updates: AsyncIterable<TaskUpdate>) {
  const iterator = updates[Symbol.asyncIterator]();
  return async () => {
    const step = await iterator.next();
    if (step.done) return 'end';
    if (step.value.type === 'snapshot') return `snapshot ${[...step.value.graph.peers.keys()].join(' ')}`;
    if (step.value.type === 'batch') return `batch ${step.value.batch.firstSeq}-${step.value.batch.lastSeq}`;
    return step.value.type;
  };
}

describe('a watched task', () => {
  test('is asked of its scheduler by the first reader, and read as a snapshot and then batches', async () => {
    const { hub, connect, tell } = startHub();
    const { feed, orders } = connect();
    tell(feed, summary('t'));
    expect(orders).toEqual([]);
    const stop = new AbortController();
    const next = open(hub.watchTask(t, stop.signal));
    const first = next();
    expect(orders).toEqual(['watch t']);
    feed.snapshot(graphOf('a'));
    expect(await first).toBe('snapshot a');
    feed.batch(batch(2, joined('b')));
    expect(await next()).toBe('batch 2-2');
    const second = open(hub.watchTask(t, stop.signal));
    expect(await second()).toBe('snapshot a b');
    expect(orders).toEqual(['watch t']);
    const waiting = next();
    stop.abort();
    expect(await waiting).toBe('end');
  });

  test('is no longer asked for once nobody has read it for the grace time', async () => {
    const { hub, connect, tell, pass } = startHub();
    const { feed, orders } = connect();
    tell(feed, summary('t'));
    const stop = new AbortController();
    const next = open(hub.watchTask(t, stop.signal));
    const first = next();
    feed.snapshot(graphOf('a'));
    await first;
    stop.abort();
    expect(await next()).toBe('end');
    pass(29_000);
    expect(orders).toEqual(['watch t']);
    pass(1_001);
    expect(orders).toEqual(['watch t', 'unwatch t']);
  });

  test('a gap asks once for a snapshot and changes nothing until it comes', async () => {
    const { hub, connect, tell } = startHub();
    const { feed, orders } = connect();
    tell(feed, summary('t'));
    const next = open(hub.watchTask(t, new AbortController().signal));
    const first = next();
    feed.snapshot(graphOf('a'));
    await first;
    feed.batch(batch(5, joined('x')));
    feed.batch(batch(6, joined('y')));
    expect(orders).toEqual(['watch t', 'snapshot t']);
    const healed = { ...graphOf('a', 'b'), seq: 6 };
    feed.snapshot(healed);
    expect(await next()).toBe('snapshot a b');
    feed.batch(batch(7, joined('c')));
    expect(await next()).toBe('batch 7-7');
  });

  test('a reader that falls behind gets the graph as it is then, not the backlog', async () => {
    const { hub, connect, tell } = startHub({ maxBufferedEvents: 3 });
    const { feed } = connect();
    tell(feed, summary('t'));
    const next = open(hub.watchTask(t, new AbortController().signal));
    const first = next();
    feed.snapshot(graphOf('a'));
    await first;
    for (let seq = 2; seq < 40; seq += 1) feed.batch(batch(seq, joined(`p${seq}`)));
    expect(await next()).toMatch(/^snapshot a p2 .* p39$/);
    feed.batch(batch(40, joined('p40')));
    expect(await next()).toBe('batch 40-40');
  });

  test('two schedulers of a cluster make one graph with one run of numbers', async () => {
    const { hub, connect, tell } = startHub();
    const one = connect();
    const two = connect({ ip: '10.0.0.2' });
    tell(one.feed, summary('t'));
    tell(two.feed, summary('t', { updatedAtMs: 2 }));
    expect(hub.task(t)?.peersByState.downloading).toBe(2);
    const next = open(hub.watchTask(t, new AbortController().signal));
    const first = next();
    expect([one.orders, two.orders]).toEqual([['watch t'], ['watch t']]);
    one.feed.snapshot(graphOf('a'));
    expect(await first).toBe('snapshot a');
    two.feed.snapshot(graphOf('b', 'c'));
    expect(await next()).toBe('snapshot a b c');
    one.feed.batch(batch(2, joined('d')));
    two.feed.batch(batch(3, joined('e')));
    expect([await next(), await next()]).toEqual(['batch 3-3', 'batch 4-4']);
    one.feed.summaries({ tasks: [], gone: [t], full: false });
    expect(await next()).toBe('snapshot b c e');
  });

  test('a peer that moved to another scheduler is no longer the business of the first', async () => {
    const { hub, connect, tell } = startHub();
    const one = connect();
    const two = connect({ ip: '10.0.0.2' });
    tell(one.feed, summary('t'));
    tell(two.feed, summary('t'));
    const next = open(hub.watchTask(t, new AbortController().signal));
    const first = next();
    one.feed.snapshot(graphOf('a', 'b'));
    await first;
    two.feed.snapshot(graphOf());
    await next();
    two.feed.batch(batch(1, joined('a')));
    one.feed.batch(batch(3, { kind: 'peerLeft', peer: peerId('a'), atMs: 2 }));
    expect([await next(), await next()]).toEqual(['batch 4-4', 'batch 5-5']);
    expect(await open(hub.watchTask(t, new AbortController().signal))()).toBe('snapshot a b');
  });

  test('ends with `gone` when the last scheduler has it no more, and at once when none ever had it', async () => {
    const { hub, connect, tell } = startHub();
    const { feed } = connect();
    tell(feed, summary('t'));
    const next = open(hub.watchTask(t, new AbortController().signal));
    const first = next();
    feed.snapshot(graphOf('a'));
    await first;
    feed.summaries({ tasks: [], gone: [t], full: false });
    expect([await next(), await next()]).toEqual(['gone', 'end']);
    expect(await open(hub.watchTask(taskId('other'), new AbortController().signal))()).toBe('gone');
  });

  test('holds no more peers than allowed', async () => {
    const { hub, connect, tell } = startHub({ maxPeersPerTask: 2 });
    const { feed } = connect();
    tell(feed, summary('t'));
    const next = open(hub.watchTask(t, new AbortController().signal));
    const first = next();
    feed.snapshot(graphOf('a'));
    await first;
    feed.batch(batch(2, joined('b'), joined('c')));
    await next();
    expect(await open(hub.watchTask(t, new AbortController().signal))()).toBe('snapshot a b');
  });

  test('is refused when too many are watched', async () => {
    const { hub, connect, tell } = startHub({ maxWatchedTasks: 1 });
    const { feed } = connect();
    tell(feed, summary('t'), summary('u'));
    const first = open(hub.watchTask(t, new AbortController().signal))();
    feed.snapshot(graphOf('a'));
    await first;
    await expect(open(hub.watchTask(taskId('u'), new AbortController().signal))()).rejects.toMatchObject({
      code: 'exhausted',
    });
  });
});

describe('a lost scheduler', () => {
  test('leaves its facts, marked, for a while', () => {
    const { hub, connect, tell, pass } = startHub();
    const { feed } = connect();
    tell(feed, summary('t'));
    feed.hosts({ announced: [host('h')], left: [], full: true });
    feed.lost();
    expect(hub.task(t)?.stale).toBe(true);
    expect(hub.hosts()[0]?.stale).toBe(true);
    expect(hub.schedulers()[0]?.connected).toBe(false);
    pass(60_001);
    expect([hub.tasks(), hub.hosts()]).toEqual([[], []]);
    pass(1);
    expect(hub.schedulers()).toEqual([]);
  });

  test('that comes back heals what is watched, without a word to the readers before its snapshot', async () => {
    const { hub, connect, tell, pass } = startHub();
    const before = connect();
    tell(before.feed, summary('t'));
    const next = open(hub.watchTask(t, new AbortController().signal));
    const first = next();
    before.feed.snapshot(graphOf('a'));
    await first;
    before.feed.lost();
    pass(5_000);
    const after = connect({ schedulerId: 'run-2' });
    expect(after.orders).toEqual([]);
    after.feed.summaries({ tasks: [summary('t')], gone: [], full: true });
    expect(after.orders).toEqual(['watch t']);
    expect(hub.task(t)?.stale).toBe(false);
    after.feed.snapshot(graphOf('b'));
    expect(await next()).toBe('snapshot b');
  });

  test('that came back is asked only for what it told of since', async () => {
    const { hub, connect, tell } = startHub();
    const before = connect();
    tell(before.feed, summary('t'));
    before.feed.lost();
    const after = connect({ schedulerId: 'run-2' });
    const first = open(hub.watchTask(t, new AbortController().signal))();
    expect(after.orders).toEqual([]);
    tell(after.feed, summary('t'));
    expect(after.orders).toEqual(['watch t']);
    after.feed.snapshot(graphOf('a'));
    expect(await first).toBe('snapshot a');
  });

  test('an older stream of the same scheduler is not listened to', () => {
    const { hub, connect, tell } = startHub();
    const old = connect();
    const fresh = connect();
    tell(old.feed, summary('old'));
    tell(fresh.feed, summary('new'));
    old.feed.lost();
    expect(hub.tasks().map(({ id }) => id)).toEqual(['new']);
    expect(hub.schedulers()).toHaveLength(1);
    expect(hub.schedulers()[0]?.connected).toBe(true);
  });
});

describe('reads', () => {
  test('are limited to the clusters a reader may see, also by id and by watch', async () => {
    const { hub, connect, tell } = startHub();
    const mine = connect();
    const other = connect({ clusterId: 2 });
    tell(mine.feed, summary('t'), summary('both'));
    tell(other.feed, summary('secret', { bytesFromPeers: 7 }), summary('both', { updatedAtMs: 9 }));
    other.feed.hosts({ announced: [host('h')], left: [], full: true });
    const reader = hub.seenBy((clusterId) => clusterId === 1);
    expect(reader.tasks().map(({ id }) => id)).toEqual(['t', 'both']);
    expect(reader.task(taskId('secret'))).toBeUndefined();
    expect(reader.task(taskId('both'))?.schedulerClusterId).toBe(1);
    expect(hub.task(taskId('both'))?.schedulerClusterId).toBe(2);
    expect(reader.hosts()).toEqual([]);
    expect(reader.schedulers()).toHaveLength(1);
    expect(reader.summary()).toMatchObject({ bytesFromPeers: 0, hosts: { normal: 0 }, schedulers: { connected: 1 } });
    expect(await open(reader.watchTask(taskId('secret'), new AbortController().signal))()).toBe('gone');
    expect(reader.searchTasks({ clusterIds: [1, 2], limit: 10 }).total).toBe(2);
  });

  test('find tasks by any of their names, newest first, page by page, each once', () => {
    const { hub, connect, tell } = startHub();
    const { feed } = connect();
    for (let n = 0; n < 25; n += 1) tell(feed, summary(`id-${n}`, { updatedAtMs: n % 5, url: `http://o/File-${n}` }));
    tell(feed, summary('odd', { state: 'failed' }));
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = hub.searchTasks({ search: 'FILE', limit: 4, cursor });
      expect(page.total).toBe(25);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(new Set(seen).size).toBe(25);
    expect(seen.slice(0, 5).every((id) => Number(id.slice(3)) % 5 === 4)).toBe(true);
    expect(hub.searchTasks({ state: 'failed', limit: 5 }).items.map(({ id }) => id)).toEqual(['odd']);
    expect(() => hub.searchTasks({ limit: 5, cursor: 'x' })).toThrow(expect.objectContaining({ code: 'invalid' }));
    expect(() => hub.searchTasks({ limit: 5000 })).toThrow(expect.objectContaining({ code: 'invalid' }));
  });

  test('forget what was not updated for longest when a scheduler tells of too much', () => {
    const { hub, connect, tell } = startHub({ maxTasksPerScheduler: 2, maxHostsPerScheduler: 1, maxSchedulers: 1 });
    const { feed } = connect();
    tell(feed, summary('a'), summary('b'), summary('a'), summary('c'));
    expect(
      hub
        .tasks()
        .map(({ id }) => id)
        .sort(),
    ).toEqual(['a', 'c']);
    feed.hosts({ announced: [host('x'), host('y')], left: [], full: false });
    expect(hub.hosts().map(({ id }) => id)).toEqual(['y']);
    expect(() => connect({ ip: '10.0.0.9' })).toThrow(expect.objectContaining({ code: 'exhausted' }));
  });

  test('a host that two schedulers know is one host', () => {
    const { hub, connect } = startHub();
    for (const ip of ['10.0.0.1', '10.0.0.2']) {
      connect({ ip }).feed.hosts({ announced: [host('h'), host('s', 'seed')], left: [], full: true });
    }
    expect(hub.hosts()).toHaveLength(2);
    expect(hub.hosts({ clusterId: 2 })).toEqual([]);
    expect(hub.summary().hosts).toEqual({ normal: 1, seed: 1 });
  });

  test('throughput counts what moved while connected, not what a scheduler brought along', () => {
    const { hub, connect, tell, pass } = startHub();
    const { feed } = connect();
    tell(feed, summary('t', { bytesFromPeers: 1e9 }));
    expect(hub.summary().throughput.fromPeersBps).toBe(0);
    pass(1000);
    tell(feed, summary('t', { bytesFromPeers: 1e9 + 4000, bytesFromSource: 2000 }));
    expect(hub.summary().throughput).toMatchObject({ fromPeersBps: 2000, fromSourceBps: 1000 });
    for (let n = 0; n < 200; n += 1) pass(1000);
    expect(hub.throughput()).toHaveLength(120);
    expect(hub.summary().throughput.fromPeersBps).toBe(0);
  });

  test('the summary comes at once and then once a tick, until the signal', async () => {
    const { hub, connect, tell, pass } = startHub();
    const { feed } = connect();
    const stop = new AbortController();
    const reader = hub.watchSummary(stop.signal)[Symbol.asyncIterator]();
    expect((await reader.next()).value.tasks.running).toBe(0);
    tell(feed, summary('t'));
    const second = reader.next();
    pass(500);
    expect((await second).value.tasks.running).toBe(1);
    const third = reader.next();
    stop.abort();
    expect((await third).done).toBe(true);
  });

  test('closing the hub ends every watch', async () => {
    const { hub, connect, tell } = startHub();
    const { feed } = connect();
    tell(feed, summary('t'));
    const next = open(hub.watchTask(t, new AbortController().signal));
    const first = next();
    feed.snapshot(graphOf('a'));
    await first;
    const waiting = next();
    hub.close();
    expect(await waiting).toBe('end');
  });
});

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
import { decodeBatch, decodeSnapshot, type topology } from '@damselfly/proto';
import { expect, test } from 'vitest';
import type { TopologySource } from './port.ts';
import { TopologyFeed } from './topology-feed.ts';

const t = taskId('t');
const self = {
  ...{
    schedulerId: 'run',
    hostname: 's',
    ip: '10.0.0.1',
    port: 8002,
    clusterId: 1,
    idc: '',
    location: '',
    startedAtMs: 1,
  },
};
const joined = (peer: string): DagEvent => ({
  ...{ kind: 'peerJoined', peer: peerId(peer), host: hostId('h'), hostname: 'h', idc: '', peerKind: 'normal', atMs: 1 },
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

/** A scheduler in miniature: graphs that move when an event is published. */
function startSource(feedOptions: { readonly ringCapacity?: number } = {}) {
  const graphs = new Map<TaskId, TaskGraph>();
  const hosts = new Map<string, HostFacts>();
  let nowMs = 1_000_000;
  const summary = (task: TaskId): TaskSummary | undefined =>
    graphs.has(task)
      ? {
          task,
          facts: { url: '', application: '', tag: '', digest: '', state: 'running', createdAtMs: 1 },
          peersByState: {
            waiting: graphs.get(task)?.peers.size ?? 0,
            downloading: 0,
            backToSource: 0,
            succeeded: 0,
            failed: 0,
          },
          ...{ seeds: 0, bytesFromSource: 0, bytesFromPeers: 0, updatedAtMs: nowMs },
        }
      : undefined;
  const source: TopologySource = {
    snapshot: (task) => graphs.get(task),
    summary,
    summaries: () => [...graphs.keys()].flatMap((task) => summary(task) ?? []),
    hosts: () => hosts.values(),
  };
  const feed = new TopologyFeed({ self, source, now: () => nowMs, ...feedOptions });
  const publish = (task: TaskId, ...events: DagEvent[]) => {
    const graph = graphs.get(task) ?? emptyTaskGraph(task);
    graphs.set(task, graph);
    for (const event of events) {
      const seq = graph.seq + 1;
      applyBatch(graph, { task, firstSeq: seq, lastSeq: seq, atMs: 1, events: [event] });
      feed.publish(task, seq, event);
    }
  };
  const pass = (ms: number) => {
    nowMs += ms;
  };
  return { feed, graphs, hosts, publish, pass };
}

/** Pulls messages until one of the wanted kind comes. */
function pull(messages: AsyncGenerator<topology.PublishRequest, void>) {
  return async <Case extends NonNullable<topology.PublishRequest['feed']>['$case']>(wanted: Case) => {
    for (;;) {
      const { value } = await messages.next();
      const feed = value?.feed;
      if (feed === undefined) throw new Error(`the feed ended before ${wanted}`);
      if (feed.$case === wanted) return feed.value as Extract<typeof feed, { $case: Case }>['value'];
    }
  };
}

test('a stream begins with who speaks, all hosts and all tasks', async () => {
  const { feed, hosts, publish } = startSource();
  hosts.set('h', host('h'));
  publish(t, joined('a'));
  const stop = new AbortController();
  const next = pull(feed.messages(stop.signal));
  expect(await next('hello')).toMatchObject({ schedulerId: 'run', schedulerClusterId: 1n });
  expect(await next('hostsChanged')).toMatchObject({ full: true, announced: [{ id: 'h' }] });
  expect(await next('taskSummaries')).toMatchObject({ full: true, tasks: [{ taskId: 't' }] });
});

test('only a watched task sends events: a snapshot, then what came after it', async () => {
  const { feed, graphs, publish } = startSource();
  publish(t, joined('a'));
  const next = pull(feed.messages(new AbortController().signal));
  await next('taskSummaries');
  publish(taskId('unwatched'), joined('x'));
  feed.watch(t);
  publish(t, joined('b'));
  const copy = decodeSnapshot(await next('snapshot'));
  expect([...copy.peers.keys()]).toEqual(['a', 'b']);
  publish(t, joined('c'));
  publish(taskId('unwatched'), joined('y'));
  expect(applyBatch(copy, decodeBatch(await next('eventBatch')))).toBe('applied');
  expect([...copy.peers.keys()]).toEqual([...(graphs.get(t)?.peers.keys() ?? [])]);
  expect(feed.waitingEvents).toBe(0);
});

test('a manager that does not read costs a full ring and a gap, which a snapshot heals', async () => {
  const { feed, graphs, publish } = startSource({ ringCapacity: 10 });
  publish(t, joined('a'));
  const next = pull(feed.messages(new AbortController().signal));
  await next('taskSummaries');
  feed.watch(t);
  const copy = decodeSnapshot(await next('snapshot'));
  for (let n = 0; n < 10_000; n += 1) publish(t, joined(`p${n}`));
  expect(feed.waitingEvents).toBe(10);
  expect(applyBatch(copy, decodeBatch(await next('eventBatch')))).toBe('gap');
  feed.snapshotWanted(t);
  const healed = decodeSnapshot(await next('snapshot'));
  expect(healed.peers.size).toBe(graphs.get(t)?.peers.size);
  publish(t, joined('last'));
  expect(applyBatch(healed, decodeBatch(await next('eventBatch')))).toBe('applied');
});

test('tasks that changed are told in numbers, and those that ended are told gone', async () => {
  const { feed, graphs, publish, pass } = startSource();
  publish(t, joined('a'));
  const next = pull(feed.messages(new AbortController().signal));
  expect((await next('taskSummaries')).tasks).toHaveLength(1);
  publish(t, joined('b'));
  pass(1000);
  const changed = await next('taskSummaries');
  expect(changed).toMatchObject({ full: false, tasks: [{ taskId: 't', peersByState: { waiting: 2 } }] });
  graphs.delete(t);
  pass(1000);
  expect(await next('taskSummaries')).toMatchObject({ tasks: [], goneTaskIds: ['t'] });
});

test('a watched task that ended is asked for anew before it sends events again', async () => {
  const { feed, graphs, publish, pass } = startSource();
  publish(t, joined('a'));
  const next = pull(feed.messages(new AbortController().signal));
  await next('taskSummaries');
  feed.watch(t);
  await next('snapshot');
  graphs.delete(t);
  pass(1000);
  expect(await next('taskSummaries')).toMatchObject({ goneTaskIds: ['t'] });
  publish(t, joined('b'), joined('c'), joined('d'));
  expect(feed.waitingEvents).toBe(0);
});

test('a watched task that was forgotten and began anew is sent as a snapshot', async () => {
  const { feed, graphs, publish } = startSource();
  publish(t, joined('a'), joined('b'), joined('c'));
  const next = pull(feed.messages(new AbortController().signal));
  await next('taskSummaries');
  feed.watch(t);
  await next('snapshot');
  graphs.delete(t);
  publish(t, joined('x'));
  expect([...decodeSnapshot(await next('snapshot')).peers.keys()]).toEqual(['x']);
  publish(t, joined('y'));
  expect(decodeBatch(await next('eventBatch'))).toMatchObject({ firstSeq: 2, lastSeq: 2 });
});

test('a watched task that is not there is told gone', async () => {
  const { feed } = startSource();
  const next = pull(feed.messages(new AbortController().signal));
  await next('taskSummaries');
  feed.watch(t);
  expect(await next('taskSummaries')).toMatchObject({ goneTaskIds: ['t'] });
});

test('while recording, a task that begins is sent from its first event on, and one that goes on as a snapshot', async () => {
  const { feed, publish } = startSource();
  publish(t, joined('a'));
  const next = pull(feed.messages(new AbortController().signal));
  await next('taskSummaries');
  feed.record(2);
  publish(taskId('new'), joined('x'), joined('y'));
  publish(t, joined('b'));
  expect([...decodeSnapshot(await next('snapshot')).peers.keys()]).toEqual(['a', 'b']);
  expect(decodeBatch(await next('eventBatch'))).toMatchObject({ task: 'new', firstSeq: 1, lastSeq: 2 });
  publish(taskId('one-too-many'), joined('z'));
  expect(feed.waitingEvents).toBe(0);
  feed.unwatch(t);
  publish(taskId('another'), joined('z'));
  expect(decodeBatch(await next('eventBatch'))).toMatchObject({ task: 'another', firstSeq: 1 });
});

test('hosts are told again when they change or leave, and not when they do not', async () => {
  const { feed, hosts, pass } = startSource();
  hosts.set('a', host('a')).set('b', host('b')).set('c', host('c'));
  const next = pull(feed.messages(new AbortController().signal));
  await next('hostsChanged');
  hosts.set('a', { ...host('a'), concurrentUploadCount: 9 });
  hosts.set('b', { ...host('b') });
  hosts.delete('c');
  feed.hostsChanged();
  pass(1000);
  const { announced, leftHostIds, full } = await next('hostsChanged');
  expect([announced.map(({ id }) => id), leftHostIds, full]).toEqual([['a'], ['c'], false]);
  hosts.set('d', host('d'));
  pass(5000);
  expect((await next('hostsChanged')).announced.map(({ id }) => id)).toEqual(['d']);
});

test('the feed ends with its signal', async () => {
  const { feed } = startSource();
  const stop = new AbortController();
  const messages = feed.messages(stop.signal);
  await pull(messages)('taskSummaries');
  const last = messages.next();
  stop.abort();
  expect((await last).done).toBe(true);
});

import {
  applyBatch,
  type DagEvent,
  emptyTaskGraph,
  type HostFacts,
  hostId,
  noHostDetails,
  peerId,
  type TaskGraph,
  type TaskState,
  type TaskSummary,
  taskId,
} from '@damselfly/core';
import { createLiveHub, type LiveHubOptions, type SchedulerHello, type TaskUpdate } from '../live.ts';

const hello = (change: Partial<SchedulerHello> = {}): SchedulerHello => ({
  schedulerId: 'run-1',
  hostname: 's1',
  ip: '10.0.0.1',
  port: 8002,
  clusterId: 1,
  startedAtMs: 0,
  ...change,
});
/** The task that most tests are about. */
export const t = taskId('t');
/** A running task with one peer. */
export const summary = (
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
export const host = (id: string, kind: HostFacts['kind'] = 'normal'): HostFacts => ({
  ...{ id: hostId(id), hostname: id, ip: '10.0.0.9', port: 4000, idc: '', location: '', kind },
  ...{ concurrentUploadLimit: 200, concurrentUploadCount: 3, os: 'linux', version: '1', disableShared: false },
  details: noHostDetails,
  ...{ proxyPort: 0, maxTxBps: 0, txBps: 0, diskTotalBytes: 0, diskFreeBytes: 0, cpuPercent: 0 },
  ...{ memoryUsedPercent: 0, announcedAtMs: 1 },
});
export const joined = (peer: string): DagEvent => ({
  ...{ kind: 'peerJoined', peer: peerId(peer), host: hostId(`h-${peer}`), hostname: peer, idc: '' },
  ...{ peerKind: 'normal', atMs: 1 },
});
/** Events of `t`, numbered from `firstSeq`. */
export const batch = (firstSeq: number, ...events: DagEvent[]) => ({
  ...{ task: t, firstSeq, lastSeq: firstSeq + events.length - 1, atMs: 1, events },
});
/** The graph of `t` after these peers joined one by one. */
export const graphOf = (...peers: string[]): TaskGraph => {
  const graph = emptyTaskGraph(t);
  if (peers.length > 0) applyBatch(graph, batch(1, ...peers.map(joined)));
  return graph;
};

/** A hub on a clock of the test's, and schedulers whose orders are written down. */
export function startHub(options: LiveHubOptions = {}) {
  let nowMs = 100_000;
  const hub = createLiveHub({ now: () => nowMs, tickIntervalMs: 0, ...options });
  const connect = (change: Partial<SchedulerHello> = {}) => {
    const orders: string[] = [];
    const order = (name: string) => (task: string) => void orders.push(`${name} ${task}`);
    const controls = { watch: order('watch'), unwatch: order('unwatch'), snapshotWanted: order('snapshot') };
    const record = () => undefined;
    return { feed: hub.connect(hello(change), { ...controls, record }), orders };
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
export function open(updates: AsyncIterable<TaskUpdate>) {
  const iterator = updates[Symbol.asyncIterator]();
  return async () => {
    const step = await iterator.next();
    if (step.done) return 'end';
    if (step.value.type === 'snapshot') return `snapshot ${[...step.value.graph.peers.keys()].join(' ')}`;
    if (step.value.type === 'batch') return `batch ${step.value.batch.firstSeq}-${step.value.batch.lastSeq}`;
    return step.value.type;
  };
}

/** Lets everything of one cluster through. */
export const onlyCluster = (id: number) => ({
  cluster: (clusterId: number) => clusterId === id,
  task: (clusterId: number) => clusterId === id,
});

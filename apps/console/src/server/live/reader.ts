import type { HostFacts, TaskId, TaskState } from '@damselfly/core';
import type { Visible } from '../domain/live/live-view.ts';
import type { Feed } from './feed.ts';
import { downloadsByHost, flowsOf, tasksOn } from './host-traffic.ts';
import type { HubHost, HubTask, LiveReader, LiveSummary } from './live.ts';
import { pullRecord } from './pull-record.ts';
import type { Recordings } from './recordings.ts';
import type { SummaryClock } from './summary-clock.ts';
import type { TaskIndex } from './task-index.ts';
import { searchTasks } from './task-search.ts';
import type { Throughput } from './throughput.ts';
import type { Watches } from './watches.ts';

export interface ReaderNeeds {
  readonly now: () => number;
  readonly feeds: ReadonlyMap<string, Feed>;
  readonly index: TaskIndex;
  readonly recordings: Recordings;
  readonly throughput: Throughput;
  readonly watches: Watches;
  readonly clock: SummaryClock;
}

/** Makes the reading half of a hub for those who may see certain clusters. */
export function createReader(needs: ReaderNeeds): (visible: Visible) => LiveReader {
  const { now, feeds, index, recordings, throughput, watches, clock } = needs;
  return (visible) => {
    const visibleFeeds = () => [...feeds.values()].filter((feed) => visible.cluster(feed.hello.clusterId));
    const sees = ({ schedulerClusterId, facts }: HubTask) => visible.task(schedulerClusterId, facts.application);
    const task = (id: TaskId, clusterId?: number) =>
      index
        .of(id)
        .filter((row) => sees(row) && (clusterId ?? row.schedulerClusterId) === row.schedulerClusterId)
        .reduce<HubTask | undefined>(
          (best, row) => (best && best.updatedAtMs >= row.updatedAtMs ? best : row),
          undefined,
        );
    const recording = (id: TaskId) =>
      recordings.find(
        id,
        [...recordings.clusters()].filter((clusterId) => visible.cluster(clusterId)),
        ({ clusterId, application }) => visible.task(clusterId, application),
      );
    const summary = () => summarise(now(), visibleFeeds(), visibleTasks(), throughput.now(now(), visible.cluster));
    function* visibleTasks(): Generator<HubTask> {
      for (const row of index.all()) if (sees(row)) yield row;
    }
    return {
      schedulers: () => visibleFeeds().map((feed) => feed.describe()),
      hosts: ({ clusterId } = {}) =>
        hostsOf(visibleFeeds().filter((feed) => clusterId === undefined || feed.hello.clusterId === clusterId)),
      tasks: () => [...visibleTasks()],
      searchTasks: (query) => searchTasks(visibleTasks(), query),
      task,
      async *watchTask(id, signal, clusterId) {
        const row = task(id, clusterId);
        if (row === undefined) yield { type: 'gone' };
        else yield* watches.read(row.schedulerClusterId, id, signal);
      },
      flows: (clusterId) => flowsOf(visibleFeeds().filter((feed) => feed.hello.clusterId === clusterId)),
      downloads: (clusterId) => (visible.cluster(clusterId) ? downloadsByHost(watches.graphsOf(clusterId)) : new Map()),
      tasksOn: (clusterId, host) =>
        tasksOn(
          [...watches.graphsOf(clusterId)].filter(({ facts }) => visible.task(clusterId, facts?.application ?? '')),
          host,
        ),
      recordedRange: (id) => recording(id)?.range(),
      recordedSegment: (id, atMs) => recording(id)?.segmentAt(atMs),
      recordedPull(id, peer) {
        const found = recording(id);
        return found && pullRecord(found, peer);
      },
      summary,
      watchSummary: (signal) => clock.read(summary, signal),
      throughput: () => throughput.history(visible.cluster),
    };
  };
}

/** A host announces itself to every scheduler of its cluster: one entry each cluster, the freshest. */
function hostsOf(feeds: readonly Feed[]): HubHost[] {
  const best = new Map<string, HubHost>();
  for (const { hello, hosts } of feeds) {
    for (const { value, stale } of hosts.entries()) {
      const key = `${hello.clusterId}/${value.id}`;
      const known = best.get(key);
      if (known === undefined || fresher(stale, value, known)) best.set(key, describe(value, hello.clusterId, stale));
    }
  }
  return [...best.values()];
}

const fresher = (stale: boolean, host: HostFacts, than: HubHost) =>
  stale === than.stale ? host.announcedAtMs > than.announcedAtMs : than.stale;

function describe(host: HostFacts, schedulerClusterId: number, stale: boolean): HubHost {
  const { concurrentUploadLimit: uploadLimit, concurrentUploadCount: uploads, ...facts } = host;
  return { ...facts, uploadLimit, uploads, schedulerClusterId, stale };
}

function summarise(
  atMs: number,
  feeds: readonly Feed[],
  tasks: Iterable<HubTask>,
  throughput: LiveSummary['throughput'],
): LiveSummary {
  const connected = feeds.filter(({ controls }) => controls !== undefined).length;
  const hosts = hostsOf(feeds);
  const seed = hosts.filter(({ kind }) => kind === 'seed').length;
  const byState: Record<TaskState, number> = { pending: 0, running: 0, succeeded: 0, failed: 0 };
  const peersByState = { waiting: 0, downloading: 0, backToSource: 0, succeeded: 0, failed: 0 };
  let bytesFromSource = 0;
  let bytesFromPeers = 0;
  for (const task of tasks) {
    byState[task.facts.state] += 1;
    peersByState.waiting += task.peersByState.waiting;
    peersByState.downloading += task.peersByState.downloading;
    peersByState.backToSource += task.peersByState.backToSource;
    peersByState.succeeded += task.peersByState.succeeded;
    peersByState.failed += task.peersByState.failed;
    bytesFromSource += task.bytesFromSource;
    bytesFromPeers += task.bytesFromPeers;
  }
  return {
    atMs,
    schedulers: { connected, lost: feeds.length - connected },
    hosts: { normal: hosts.length - seed, seed },
    tasks: byState,
    peersByState,
    bytesFromSource,
    bytesFromPeers,
    throughput,
  };
}

import {
  emptyTaskGraph,
  type HostFacts,
  hostId,
  noHostDetails,
  type PeerKind,
  type TaskState,
  type TaskSummary,
  taskId,
} from '@damselfly/core';
import type { LiveHub, SchedulerFeed } from '../server/live/live.ts';

/** A scheduler of a cluster, on its stream to the hub. */
export function connectScheduler(hub: LiveHub, clusterId: number): SchedulerFeed {
  const hello = {
    schedulerId: `run-${clusterId}`,
    hostname: `scheduler-${clusterId}`,
    ip: '10.0.0.1',
    port: 8000 + clusterId,
  };
  const feed: SchedulerFeed = hub.connect(
    { ...hello, clusterId, startedAtMs: 0 },
    {
      watch: (task) => feed.snapshot(emptyTaskGraph(task)),
      unwatch: () => undefined,
      snapshotWanted: () => undefined,
      record: () => undefined,
    },
  );
  return feed;
}

export const taskSummary = (
  id: string,
  state: TaskState = 'running',
  change: Partial<TaskSummary> = {},
): TaskSummary => ({
  task: taskId(id),
  facts: { url: `http://origin/${id}`, application: '', tag: '', digest: '', state, createdAtMs: 1 },
  peersByState: { waiting: 0, downloading: 1, backToSource: 0, succeeded: 0, failed: 0 },
  seeds: 1,
  bytesFromSource: 0,
  bytesFromPeers: 0,
  updatedAtMs: 1,
  ...change,
});

export const hostFacts = (id: string, kind: PeerKind): HostFacts => ({
  ...{ id: hostId(id), hostname: id, ip: '10.0.0.9', port: 4000, idc: '', location: '', kind },
  ...{ concurrentUploadLimit: 200, concurrentUploadCount: 3, os: 'linux', version: '1', disableShared: false },
  details: noHostDetails,
  ...{ proxyPort: 0, maxTxBps: 0, txBps: 0, diskTotalBytes: 0, diskFreeBytes: 0, cpuPercent: 0 },
  ...{ memoryUsedPercent: 0, announcedAtMs: 1 },
});

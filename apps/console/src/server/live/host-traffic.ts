import type { HostFlow, HostFlows, HostId, TaskGraph } from '@damselfly/core';
import type { HostDownloads, HostTask } from '../domain/live/live-view.ts';
import type { Feed } from './feed.ts';

/** Every scheduler of a cluster tells of the downloads it decides: together they are the cluster's. */
export function flowsOf(feeds: readonly Feed[]): HostFlows {
  const flows: HostFlow[] = [];
  let [atMs, moreFlows, moreBps] = [0, 0, 0];
  for (const { flows: told } of feeds) {
    if (told === undefined) continue;
    flows.push(...told.flows);
    atMs = Math.max(atMs, told.atMs);
    moreFlows += told.moreFlows;
    moreBps += told.moreBps;
  }
  return { atMs, flows, moreFlows, moreBps };
}

/** What each host downloads now, as far as graphs tell. */
export function downloadsByHost(graphs: Iterable<TaskGraph>): Map<HostId, HostDownloads> {
  const sums = new Map<HostId, { running: number; measured: number; progress: number }>();
  for (const { facts, peers } of graphs) {
    for (const { host, state, finishedBytes } of peers.values()) {
      if (state !== 'downloading' && state !== 'backToSource') continue;
      const sum = sums.get(host) ?? { running: 0, measured: 0, progress: 0 };
      sums.set(host, sum);
      sum.running += 1;
      if (facts?.contentLength === undefined || facts.contentLength === 0) continue;
      sum.measured += 1;
      sum.progress += Math.min(1, finishedBytes / facts.contentLength);
    }
  }
  return new Map(
    [...sums].map(([host, { running, measured, progress }]) => [
      host,
      { running, progress: measured === 0 ? undefined : progress / measured },
    ]),
  );
}

/** A host's part in each task, the last joined first. */
export function tasksOn(graphs: Iterable<TaskGraph>, wanted: HostId): HostTask[] {
  const parts: HostTask[] = [];
  for (const { task, facts, peers } of graphs) {
    for (const { host, state, finishedBytes, joinedAtMs } of peers.values()) {
      if (host !== wanted) continue;
      parts.push({
        task,
        url: facts?.url ?? '',
        state,
        finishedBytes,
        contentLength: facts?.contentLength,
        joinedAtMs,
      });
    }
  }
  return parts.sort((a, b) => b.joinedAtMs - a.joinedAtMs);
}

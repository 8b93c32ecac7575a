import { Failure, type HostFlow, type HostFlows, type HostId, type PeerKind, type TaskId } from '@damselfly/core';
import type { Reader } from '../access/access-rule.ts';
import type { VisibleLive } from './clusters.ts';

/** A host on the map. Rates are bytes per second. */
export interface MapHost {
  readonly id: HostId;
  readonly hostname: string;
  readonly ip: string;
  readonly idc: string;
  readonly kind: PeerKind;
  readonly uploads: number;
  readonly uploadLimit: number;
  /** Downloads under way. */
  readonly running: number;
  /** Their mean, 0 to 1; absent while no length is known. */
  readonly progress: number | undefined;
  /** Its scheduler is lost: this is how it was. */
  readonly stale: boolean;
}

/** A flow on the map; it names its task only to those who may see the task. */
export interface MapFlow extends Omit<HostFlow, 'task'> {
  readonly task: TaskId | undefined;
}

/** A cluster as who is where and who sends to whom. */
export interface SwarmMap {
  readonly atMs: number;
  /** The busiest, at most `maxMapHosts`. */
  readonly hosts: readonly MapHost[];
  /** How many hosts each IDC has in all. */
  readonly hostsByIdc: Readonly<Record<string, number>>;
  readonly flows: Omit<HostFlows, 'flows'> & { readonly flows: readonly MapFlow[] };
}

/** What one answer may hold; a map of more cells than this shows nobody more. */
export const maxMapHosts = 1000;

export interface SwarmMaps {
  /** Throws `notFound`, also for a cluster that the reader does not see. */
  ofCluster(reader: Reader, clusterId: number): Promise<SwarmMap>;
}

export interface SwarmMapsNeeds {
  readonly live: VisibleLive;
  /** Throws when the reader may not see the cluster. */
  readonly check: (reader: Reader, clusterId: number) => Promise<unknown>;
}

/** Maps of the clusters that a reader sees. */
export function createSwarmMaps({ live, check }: SwarmMapsNeeds): SwarmMaps {
  return {
    async ofCluster(reader, clusterId) {
      if (!Number.isInteger(clusterId)) throw new Failure('invalid', 'a cluster is named by a whole number');
      await check(reader, clusterId);
      const view = await live(reader);
      const flows = view.flows(clusterId);
      const downloads = view.downloads(clusterId);
      const moving = new Set(flows.flows.flatMap(({ from, to }) => (from === null ? [to] : [from, to])));
      const hostsByIdc: Record<string, number> = {};
      const hosts: (MapHost & { readonly rank: number })[] = [];
      for (const host of view.hosts()) {
        if (host.schedulerClusterId !== clusterId) continue;
        hostsByIdc[host.idc] = (hostsByIdc[host.idc] ?? 0) + 1;
        const { id, hostname, ip, idc, kind, uploads, uploadLimit, stale } = host;
        const { running, progress } = downloads.get(id) ?? { running: 0, progress: undefined };
        const rank = (kind === 'seed' ? 4 : 0) + (moving.has(id) ? 2 : 0) + (running > 0 || uploads > 0 ? 1 : 0);
        hosts.push({ id, hostname, ip, idc, kind, uploads, uploadLimit, running, progress, stale, rank });
      }
      hosts.sort((a, b) => b.rank - a.rank || (a.id < b.id ? -1 : 1));
      const shown = hosts.slice(0, maxMapHosts).map(({ rank: _, ...host }) => host);
      const told = flows.flows.map(({ task, ...flow }): MapFlow => ({ ...flow, task: view.task(task)?.id }));
      return { atMs: flows.atMs, hosts: shown, hostsByIdc, flows: { ...flows, flows: told } };
    },
  };
}

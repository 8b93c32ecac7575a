import type { HostId, TaskId } from '@damselfly/core';
import type { Reader } from '../access/access-rule.ts';
import type { VisibleLive } from '../clusters/clusters.ts';
import type { HostTask } from '../live/live-view.ts';
import type { Hosts } from './hosts.ts';

/** Bytes on their way between a host and another; `other: null` is the source. It names its task only to who may see it. */
export interface HostTransfer {
  readonly other: { readonly id: HostId; readonly hostname: string } | null;
  readonly task: TaskId | undefined;
  readonly rateBps: number;
}

/** What a host does at this moment. Rates are bytes per second. */
export interface HostNow {
  /** Absent while no connected scheduler tells of it. */
  readonly uploads: { readonly running: number; readonly limit: number } | undefined;
  readonly receives: readonly HostTransfer[];
  readonly sends: readonly HostTransfer[];
  /** Of the tasks that are watched or recorded, the last joined first, at most `maxHostTasks`. */
  readonly tasks: readonly HostTask[];
}

const maxHostTasks = 200;

export interface HostNowNeeds {
  readonly hosts: Pick<Hosts, 'byId'>;
  readonly live: VisibleLive;
}

/** Reads what a host does now. Throws `notFound` for a host that the reader does not see. */
export const createHostNow =
  ({ hosts, live }: HostNowNeeds) =>
  async (reader: Reader, id: number): Promise<HostNow> => {
    const { hostId, schedulerClusterId } = await hosts.byId(reader, id);
    const view = await live(reader, (cluster) => cluster === schedulerClusterId);
    const names = new Map(view.hosts().map((host) => [host.id, host]));
    const host = [...names.values()].find((known) => known.id === hostId && !known.stale);
    const transfer = (other: HostId | null, task: TaskId, rateBps: number): HostTransfer => ({
      other: other === null ? null : { id: other, hostname: names.get(other)?.hostname ?? other },
      task: view.task(task)?.id,
      rateBps,
    });
    const { flows } = view.flows(schedulerClusterId);
    return {
      uploads: host && { running: host.uploads, limit: host.uploadLimit },
      receives: flows.filter(({ to }) => to === hostId).map(({ from, task, rateBps }) => transfer(from, task, rateBps)),
      sends: flows.filter(({ from }) => from === hostId).map(({ to, task, rateBps }) => transfer(to, task, rateBps)),
      tasks: host === undefined ? [] : view.tasksOn(schedulerClusterId, host.id).slice(0, maxHostTasks),
    };
  };

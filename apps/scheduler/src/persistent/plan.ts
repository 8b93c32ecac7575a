import type { HostId } from '@damselfly/core';
import type { CopyRecord, HostRecord, TaskRecord } from './record.ts';

/** What is known of one task when its copies are looked after. */
export interface Situation {
  readonly task: TaskRecord;
  readonly copies: readonly CopyRecord[];
  /** Hosts that are there, by id. */
  readonly hosts: ReadonlyMap<HostId, HostRecord>;
  /** Hosts that are being asked for this task now, or refused lately. */
  readonly busy: ReadonlySet<HostId>;
  readonly resting: ReadonlySet<HostId>;
  /** A copy that is under way counts unless it has not moved since this time. */
  readonly stalledBeforeMs: number;
}

/** What brings a task closer to its wanted number of copies. */
export interface Plan {
  /** Complete copies to be pinned where they are. */
  readonly pin: readonly CopyRecord[];
  /** Hosts to fetch one. */
  readonly fetch: readonly HostRecord[];
}

/** A complete copy on a host that is there. */
export const isLiving = ({ state, host }: CopyRecord, hosts: ReadonlyMap<HostId, unknown>): boolean =>
  state === 'Succeeded' && hosts.has(host);

/**
 * Pins before it fetches, as that moves no bytes. Never a second copy on one host; each next copy goes to the IDC with the
 * fewest of them, then to the host with the most free disk. With no host left that could take one it asks for less.
 */
export function planCopies(situation: Situation): Plan {
  const { task, copies, hosts, busy, resting } = situation;
  const living = copies.filter((copy) => isLiving(copy, hosts));
  const counted = new Set(living.filter(({ pinned }) => pinned).map(({ host }) => host));
  const underWay = new Set(
    [...copies.filter((copy) => isUnderWay(copy, situation)).map(({ host }) => host), ...busy].filter((host) =>
      hosts.has(host),
    ),
  );
  for (const host of underWay) counted.add(host);
  const spread = new Map<string, number>();
  const count = (host: HostId) => {
    const idc = idcOf(hosts.get(host));
    spread.set(idc, (spread.get(idc) ?? 0) + 1);
  };
  for (const host of counted) count(host);
  let missing = task.wantedReplicas - counted.size;

  const pin: CopyRecord[] = [];
  const loose = new Map(
    living.filter((copy) => !counted.has(copy.host) && isFree(copy.host)).map((copy) => [copy.host, copy]),
  );
  const taken = new Set([...counted, ...living.map(({ host }) => host)]);
  const rooms = [...hosts.values()].filter((host) => !taken.has(host.id) && isFree(host.id) && hasRoom(host, task));
  for (; missing > 0 && loose.size > 0; missing -= 1) {
    const copy = fewest([...loose.values()], spread, ({ host }) => hosts.get(host));
    if (copy === undefined) break;
    loose.delete(copy.host);
    pin.push(copy);
    count(copy.host);
  }
  const fetch: HostRecord[] = [];
  for (; missing > 0 && rooms.length > 0; missing -= 1) {
    const host = fewest(rooms, spread, (room) => room);
    if (host === undefined) break;
    rooms.splice(rooms.indexOf(host), 1);
    fetch.push(host);
    count(host.id);
  }
  return { pin, fetch };

  function isFree(host: HostId): boolean {
    return !resting.has(host) && !underWay.has(host) && hosts.get(host)?.leaving === false;
  }
}

const isUnderWay = ({ state, pinned, host, updatedAtMs }: CopyRecord, { hosts, stalledBeforeMs }: Situation): boolean =>
  pinned &&
  (state === 'ReceivedEmpty' || state === 'ReceivedNormal' || state === 'Running') &&
  hosts.has(host) &&
  updatedAtMs >= stalledBeforeMs;

const hasRoom = (host: HostRecord, task: TaskRecord): boolean =>
  !host.disableShared && host.diskFreeBytes >= task.contentLength;

const idcOf = (host: HostRecord | undefined): string => host?.idc.toLowerCase() ?? '';

function fewest<T>(
  items: readonly T[],
  spread: ReadonlyMap<string, number>,
  hostOf: (item: T) => HostRecord | undefined,
): T | undefined {
  let best: T | undefined;
  let bestRank: readonly [number, number] | undefined;
  for (const item of items) {
    const host = hostOf(item);
    const rank = [spread.get(idcOf(host)) ?? 0, -(host?.diskFreeBytes ?? 0)] as const;
    if (bestRank === undefined || rank[0] < bestRank[0] || (rank[0] === bestRank[0] && rank[1] < bestRank[1])) {
      best = item;
      bestRank = rank;
    }
  }
  return best;
}

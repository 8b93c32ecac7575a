import { type HostId, hostId, taskId } from '@damselfly/core';
import { useState } from 'react';
import { MapPicture } from '../../src/features/swarm-map/map-picture.tsx';
import type { MapFlow, MapHost, SwarmMap } from '../../src/features/swarm-map/swarm-map.ts';
import { hostTraffic, idcFlows } from '../../src/features/swarm-map/traffic.ts';
import { seededRandom } from './seeded-random.ts';

const idcs = ['hz-a', 'hz-b', 'sh-1', 'bj-2', 'sz-1', 'fra-1', 'iad-3', 'sin-2'];

/** A made-up cluster of `count` hosts in `places` IDCs, with a host picked when `pick` says so. */
export function MadeUpMap({ count, places, pick }: { count: number; places: number; pick: boolean }) {
  const [map] = useState(() => makeMap(count, places));
  const [picked, setPicked] = useState<HostId | undefined>(pick ? map.hosts[places + 3]?.id : undefined);
  const { flows } = map.flows;
  return (
    <MapPicture
      map={map}
      between={idcFlows(flows, map.hosts)}
      traffic={hostTraffic(flows)}
      picked={picked}
      onPick={setPicked}
    />
  );
}

function makeMap(count: number, places: number): SwarmMap {
  const random = seededRandom(11);
  const hosts = Array.from({ length: count }, (_, n): MapHost => {
    const idc = idcs[n < places ? n : Math.floor(random() ** 1.4 * places)] ?? '';
    const busy = random() < 0.55;
    const hostname = n < places ? `seed-${idc}` : `${idc}-n${n}`;
    return {
      ...{ id: hostId(hostname), hostname, ip: '10.0.0.1', idc, kind: n < places ? 'seed' : 'normal', uploadLimit: 50 },
      uploads: busy ? Math.floor(random() * 50) : 0,
      running: busy ? 1 : 0,
      progress: busy ? random() : undefined,
      stale: random() < 0.02,
    };
  });
  const flow = (from: MapHost | undefined, to: MapHost | undefined, bps: number): MapFlow[] =>
    to === undefined ? [] : [{ from: from?.id ?? null, to: to.id, task: taskId('ab12cd34'), rateBps: bps }];
  const flows = [
    ...flow(undefined, hosts[0], 180e6),
    ...flow(undefined, hosts[1], 90e6),
    ...Array.from({ length: 240 }, () => {
      const at = (power: number) => hosts[Math.floor(random() ** power * hosts.length)];
      return flow(at(2.4), at(1), 80e6 * random() ** 3);
    }).flat(),
  ];
  const hostsByIdc: Record<string, number> = {};
  for (const { idc } of hosts) hostsByIdc[idc] = (hostsByIdc[idc] ?? 0) + 1;
  return { atMs: 0, hosts, hostsByIdc, flows: { atMs: 0, flows, moreFlows: 0, moreBps: 0 } };
}

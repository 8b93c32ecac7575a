import type { HostId } from '@damselfly/core';
import type { MapFlow, MapHost } from './swarm-map.ts';

/** Bytes per second from one IDC to another; `from: null` is the source. Within one IDC, both are the same. */
export interface IdcFlow {
  readonly from: string | null;
  readonly to: string;
  readonly bps: number;
}

/** What a host receives and sends, bytes per second. */
export interface HostTraffic {
  readonly inBps: number;
  readonly outBps: number;
}

/** Sums flows between hosts into flows between their IDCs, the greatest first. A flow of an unknown host is left out. */
export function idcFlows(flows: readonly MapFlow[], hosts: readonly MapHost[]): IdcFlow[] {
  const idcOf = new Map(hosts.map(({ id, idc }) => [id, idc]));
  const sums = new Map<string, IdcFlow & { bps: number }>();
  for (const { from, to, rateBps } of flows) {
    const target = idcOf.get(to);
    const origin = from === null ? null : idcOf.get(from);
    if (target === undefined || origin === undefined) continue;
    const key = JSON.stringify([origin, target]);
    const sum = sums.get(key) ?? { from: origin, to: target, bps: 0 };
    sum.bps += rateBps;
    sums.set(key, sum);
  }
  return [...sums.values()].sort((a, b) => b.bps - a.bps);
}

/** What each host receives and sends. */
export function hostTraffic(flows: readonly MapFlow[]): ReadonlyMap<HostId, HostTraffic> {
  const sums = new Map<HostId, { inBps: number; outBps: number }>();
  const sumOf = (host: HostId) => {
    const sum = sums.get(host) ?? { inBps: 0, outBps: 0 };
    sums.set(host, sum);
    return sum;
  };
  for (const { from, to, rateBps } of flows) {
    sumOf(to).inBps += rateBps;
    if (from !== null) sumOf(from).outBps += rateBps;
  }
  return sums;
}

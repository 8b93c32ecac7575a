import { Failure } from '@damselfly/core';
import type { JobHost } from './job-host.ts';

/** How wide a preheat goes. */
export type PreheatScope = 'single_seed_peer' | 'all_seed_peers' | 'all_peers';

export interface HostChoice {
  readonly scope: PreheatScope;
  /** Wins over `ips`. */
  readonly hostIds?: readonly string[];
  /** Wins over `count`, which wins over `percentage`. None of them narrows `single_seed_peer`. */
  readonly ips: readonly string[];
  readonly count?: number | undefined;
  /** 1 to 100; rounded down, but at least one host. */
  readonly percentage?: number | undefined;
}

/**
 * The hosts a preheat uses, best first. A host that is being emptied, and a seed that serves nobody now, because it does not
 * share or is quarantined, are left out unless they are named: content there would help no one. `precondition` when none is left, `notFound` when a named
 * host is unknown.
 */
export function chooseHosts(known: readonly JobHost[], choice: HostChoice): JobHost[] {
  const { scope, hostIds = [], ips, count, percentage } = choice;
  const narrows = scope !== 'single_seed_peer';
  const kind = scope === 'all_peers' ? known : known.filter(({ seed }) => seed);
  if (narrows && hostIds.length > 0) return named('host_ids', kind, hostIds, ({ id }) => id, scope);
  if (narrows && ips.length > 0) return named('ips', kind, ips, ({ ip }) => ip, scope);
  const staying = kind.filter(({ draining }) => !draining);
  const fit = scope === 'all_peers' ? staying : staying.filter(({ shared, healthy }) => shared && healthy);
  if (fit.length === 0) {
    const remedy = scope === 'all_peers' ? 'wait for peers to announce themselves' : 'start one, or use all_peers';
    throw new Failure('precondition', `no ${scope === 'all_peers' ? 'peer' : 'usable seed peer'} is known; ${remedy}`);
  }
  const ordered = spread(fit);
  if (scope === 'single_seed_peer') return ordered;
  if (count !== undefined) return ordered.slice(0, count);
  if (percentage !== undefined) return ordered.slice(0, Math.max(1, Math.floor((ordered.length * percentage) / 100)));
  return ordered;
}

function named(
  field: string,
  hosts: readonly JobHost[],
  names: readonly string[],
  nameOf: (host: JobHost) => string,
  scope: PreheatScope,
): JobHost[] {
  const wanted = new Set(names);
  const chosen = hosts.filter((host) => wanted.has(nameOf(host)));
  const found = new Set(chosen.map(nameOf));
  const missing = [...wanted].filter((name) => !found.has(name));
  if (missing.length > 0) {
    throw new Failure(
      'notFound',
      `${field}: ${missing.slice(0, 10).join(', ')} is no host of scope ${scope} known here`,
    );
  }
  return chosen;
}

/**
 * Orders hosts so that any first N of them lie in as many data centres as possible, healthy ones and those with the most
 * free disk first in each.
 */
export function spread(hosts: readonly JobHost[]): JobHost[] {
  const sites = new Map<string, JobHost[]>();
  for (const host of hosts) {
    const site = sites.get(host.idc.toLowerCase());
    if (site === undefined) sites.set(host.idc.toLowerCase(), [host]);
    else site.push(host);
  }
  const queues = [...sites.values()].sort((a, b) => b.length - a.length);
  for (const queue of queues) queue.sort(better);
  const ordered: JobHost[] = [];
  for (let row = 0; ordered.length < hosts.length; row += 1) {
    for (const queue of queues) {
      const host = queue[row];
      if (host !== undefined) ordered.push(host);
    }
  }
  return ordered;
}

const better = (a: JobHost, b: JobHost): number =>
  Number(b.healthy) - Number(a.healthy) || b.diskFreeBytes - a.diskFreeBytes || (a.id < b.id ? -1 : 1);

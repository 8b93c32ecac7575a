import ipaddr from 'ipaddr.js';
import { z } from 'zod';

const names = z.array(z.string().min(1).max(1024)).min(1).max(100);

/** Which hosts of a cluster are meant. Every part that is given must hold; of a list, any one. */
export const targetSelector = z.strictObject({
  idcs: names.optional(),
  /** Leading parts count: `eu|de` means all of `eu|de|berlin`. */
  locations: names.optional(),
  cidrs: z
    .array(z.union([z.cidrv4(), z.cidrv6()]))
    .min(1)
    .max(100)
    .optional(),
  hostnames: names.optional(),
  labels: z.record(z.string().max(128), z.string().max(256)).optional(),
  /** Wins over `percentage`. */
  count: z.int().min(1).max(100_000).optional(),
  percentage: z.int().min(1).max(100).optional(),
  /** Takes hosts of each data centre in turn; otherwise those with the most free disk. */
  spread: z.boolean().default(true),
});
export type TargetSelector = z.output<typeof targetSelector>;

/** A host to choose from. */
export interface SelectableHost {
  readonly id: string;
  readonly hostname: string;
  readonly ip: string;
  readonly seed: boolean;
  readonly idc: string;
  readonly location: string;
  readonly diskFreeBytes: number;
  readonly labels: Readonly<Record<string, string>>;
}

/** The hosts a selector means, best first. */
export function selectHosts<H extends SelectableHost>(hosts: readonly H[], selector: TargetSelector): readonly H[] {
  const { count, percentage, spread } = selector;
  const fit = hosts.filter((host) => matches(host, selector));
  const ordered = spread ? spreadOver(fit) : [...fit].sort(emptiestFirst);
  if (count !== undefined) return ordered.slice(0, count);
  if (percentage !== undefined) return ordered.slice(0, Math.max(1, Math.floor((ordered.length * percentage) / 100)));
  return ordered;
}

function matches(host: SelectableHost, { idcs, locations, cidrs, hostnames, labels = {} }: TargetSelector): boolean {
  const same = (a: string) => (b: string) => a.toLowerCase() === b.toLowerCase();
  return (
    (idcs === undefined || idcs.some(same(host.idc))) &&
    (locations === undefined || locations.some((place) => liesIn(host.location, place))) &&
    (cidrs === undefined || cidrs.some((cidr) => inside(host.ip, cidr))) &&
    (hostnames === undefined || hostnames.some(same(host.hostname))) &&
    Object.entries(labels).every(([name, value]) => host.labels[name] === value)
  );
}

function liesIn(location: string, place: string): boolean {
  const parts = location.toLowerCase().split('|');
  return place
    .toLowerCase()
    .split('|')
    .every((part, n) => parts[n] === part);
}

function inside(ip: string, cidr: string): boolean {
  if (!ipaddr.isValid(ip)) return false;
  const address = ipaddr.process(ip);
  const [net, bits] = ipaddr.parseCIDR(cidr);
  return address.kind() === net.kind() && address.match([net, bits]);
}

/** Any first N of them lie in as many data centres as possible. */
function spreadOver<H extends SelectableHost>(hosts: readonly H[]): H[] {
  const sites = new Map<string, H[]>();
  for (const host of hosts) {
    const site = sites.get(host.idc.toLowerCase()) ?? [];
    site.push(host);
    sites.set(host.idc.toLowerCase(), site);
  }
  const queues = [...sites.values()].map((site) => site.sort(emptiestFirst)).sort((a, b) => b.length - a.length);
  const longest = queues[0]?.length ?? 0;
  return Array.from({ length: longest }, (_, row) => queues.flatMap((queue) => queue[row] ?? [])).flat();
}

const emptiestFirst = (a: SelectableHost, b: SelectableHost): number =>
  b.diskFreeBytes - a.diskFreeBytes || (a.id < b.id ? -1 : 1);

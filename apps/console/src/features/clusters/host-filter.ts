import type { ClusterHost } from './cluster.ts';

/** Hosts whose name, address, IDC, location or version has the text, busiest first. */
export function filterHosts(hosts: readonly ClusterHost[], search: string): ClusterHost[] {
  const wanted = search.trim().toLowerCase();
  const texts = ({ hostname, ip, idc, location, version }: ClusterHost) => [hostname, ip, idc, location, version];
  return hosts
    .filter((host) => wanted === '' || texts(host).some((text) => text.toLowerCase().includes(wanted)))
    .sort((a, b) => b.uploads - a.uploads || a.hostname.localeCompare(b.hostname, 'en', { numeric: true }));
}

import type { PeerId } from '@damselfly/core';
import type { Scene } from './scene.ts';

export interface HostMatch {
  readonly peer: PeerId;
  readonly hostname: string;
  readonly idc: string;
}

const longestQuery = 200;

/** Peers whose host name or peer id contains the text, names that begin with it first, at most `limit`. */
export function findHosts(scene: Scene, text: string, limit: number): HostMatch[] {
  const wanted = text.trim().toLowerCase().slice(0, longestQuery);
  if (wanted === '') return [];
  const matches: (HostMatch & { rank: number })[] = [];
  for (const node of scene.peers) {
    if (node === undefined) continue;
    const at = node.hostname.toLowerCase().indexOf(wanted);
    const rank = at === 0 ? 0 : at > 0 ? 1 : node.peer.toLowerCase().includes(wanted) ? 2 : -1;
    if (rank >= 0) matches.push({ peer: node.peer, hostname: node.hostname, idc: node.idc, rank });
  }
  matches.sort((a, b) => a.rank - b.rank || a.hostname.localeCompare(b.hostname, 'en', { numeric: true }));
  return matches.slice(0, limit).map(({ peer, hostname, idc }) => ({ peer, hostname, idc }));
}

import { link, loadOf, moveToEnd, refreshLevel, unlink } from './dag.ts';
import type { Host } from './host.ts';
import type { Peer } from './peer.ts';
import { release, restand } from './standing.ts';
import { publishParents, type Turn } from './turn.ts';

/** Gives a peer without parents its new ones. */
export function attach(turn: Turn, child: Peer, parents: readonly Peer[]): void {
  if (child.children.length === 0) moveToEnd(child);
  const load = loadOf(child, parents.length);
  for (const parent of parents) link(parent, child, load);
  refreshLevel(child);
  for (const parent of parents) restand(turn, parent);
  restand(turn, child);
  publishParents(turn, child);
}

/** Takes all parents from a peer. */
export function dropParents(turn: Turn, child: Peer): void {
  if (child.parents.length === 0) return;
  const hosts = new Set<Host>();
  for (const edge of [...child.parents]) {
    unlink(edge);
    hosts.add(edge.parent.host);
    restand(turn, edge.parent);
  }
  restand(turn, child);
  publishParents(turn, child);
  for (const host of hosts) release(turn, host);
}

/** Takes all children from a peer. They keep what they have and ask again when they miss something. */
export function dropChildren(turn: Turn, parent: Peer): void {
  for (const edge of [...parent.children]) {
    unlink(edge);
    restand(turn, edge.child);
    publishParents(turn, edge.child);
  }
  restand(turn, parent);
  release(turn, parent.host);
}

import { minPieceLengthBytes } from '@damselfly/core';
import { isRoot, type Peer } from './peer.ts';
import type { Task } from './task.ts';

/** What an edge reserves on the parent's host; the same amounts go back when the edge does. */
export interface Load {
  readonly pieces: number;
  /** Bits per second. */
  readonly txBps: number;
  readonly bytes: number;
}

/** `parent` is offered to `child`. */
export interface Edge {
  readonly parent: Peer;
  readonly child: Peer;
  readonly load: Load;
  /** Place among the parent's children. */
  place: number;
}

/** Peak load of a child on a parent: every piece it asks for at once, moved within a second. */
export function loadOf(child: Peer): Load {
  const { concurrentPieces: pieces } = child.wishes;
  const lengths = child.task.lengths;
  return {
    pieces,
    txBps: (lengths?.pieceBytes || minPieceLengthBytes) * pieces * 8,
    bytes: lengths?.contentBytes ?? 0,
  };
}

/** Adds an edge. The caller has made sure that `parent` is no descendant of `child` and not its parent yet. */
export function link(parent: Peer, child: Peer): void {
  const edge: Edge = { parent, child, load: loadOf(child), place: parent.children.length };
  parent.children.push(edge);
  child.parents.push(edge);
  if (child.level <= parent.level) sink(child, parent.level + 1);
  const { host } = parent;
  host.uploads += 1;
  host.uploadsEver += 1;
  host.uploadPieces += edge.load.pieces;
  host.txBps += edge.load.txBps;
  host.uploadBytes += edge.load.bytes;
}

/** Removes an edge from both ends and returns what it reserved. */
export function unlink(edge: Edge): void {
  const { parent, child, load } = edge;
  const last = parent.children.pop();
  if (last !== undefined && last !== edge) {
    parent.children[edge.place] = last;
    last.place = edge.place;
  }
  child.parents = child.parents.filter((other) => other !== edge);
  parent.host.uploads -= 1;
  parent.host.uploadPieces -= load.pieces;
  parent.host.txBps -= load.txBps;
  parent.host.uploadBytes -= load.bytes;
}

/** Moves a peer down to `level` and pushes its descendants below it. */
function sink(peer: Peer, level: number): void {
  peer.level = level;
  const stack = [peer];
  for (let above = stack.pop(); above !== undefined; above = stack.pop()) {
    for (const { child } of above.children) {
      if (child.level > above.level) continue;
      child.level = above.level + 1;
      stack.push(child);
    }
  }
}

/** Stamps all descendants of a peer; afterwards `peer.mark === stamp` tells them. One walk serves any number of questions. */
export function stampDescendants(task: Task, peer: Peer): number {
  task.walk += 1;
  const stamp = task.walk;
  const stack = [peer];
  peer.mark = stamp;
  for (let above = stack.pop(); above !== undefined; above = stack.pop()) {
    for (const { child } of above.children) {
      if (child.mark === stamp) continue;
      child.mark = stamp;
      stack.push(child);
    }
  }
  return stamp;
}

/** True when content can reach the peer: it is a root, or one of its ancestors is. */
export function hasPathToData(peer: Peer): boolean {
  if (isRoot(peer)) return true;
  if (peer.task.orphans === 0) return peer.parents.length > 0;
  peer.task.walk += 1;
  const stamp = peer.task.walk;
  const stack = [peer];
  peer.mark = stamp;
  for (let below = stack.pop(); below !== undefined; below = stack.pop()) {
    for (const { parent } of below.parents) {
      if (isRoot(parent)) return true;
      if (parent.mark === stamp) continue;
      parent.mark = stamp;
      stack.push(parent);
    }
  }
  return false;
}

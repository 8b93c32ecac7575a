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

/**
 * Peak load of a child on each of its parents: what it asks for at once, moved within a second, shared by as many. Whole
 * numbers, so that what is returned is what was reserved.
 */
export function loadOf(child: Peer, parents: number): Load {
  const { concurrentPieces: pieces } = child.wishes;
  const lengths = child.task.lengths;
  return {
    pieces,
    txBps: Math.ceil(((lengths?.pieceBytes || minPieceLengthBytes) * pieces * 8) / Math.max(1, parents)),
    bytes: lengths?.contentBytes ?? 0,
  };
}

const fewChildren = 6;

/**
 * Adds an edge. The caller has made sure that `parent` is no descendant of `child` and not its parent yet. All edges of a
 * child share one load.
 */
export function link(parent: Peer, child: Peer, load: Load): void {
  if (parent.order > child.order) reorder(parent, child);
  const edge: Edge = { parent, child, load, place: parent.children.length };
  // An array that is pushed to makes room for sixteen more; most peers have a few.
  if (parent.children.length < fewChildren) parent.children = parent.children.concat(edge);
  else parent.children.push(edge);
  child.parents = child.parents.concat(edge);
  const { host } = parent;
  host.uploads += 1;
  host.uploadsEver += 1;
  host.uploadPieces += edge.load.pieces;
  host.txBps += edge.load.txBps;
  host.uploadBytes += edge.load.bytes;
}

/**
 * Brings a peer's level in step with its parents': 0 for a root, else one more than its deepest parent's. What changed
 * further up arrives as the peers in between are looked at.
 */
export function refreshLevel(peer: Peer): void {
  let level = 0;
  if (!isRoot(peer)) {
    for (const { parent } of peer.parents) level = Math.max(level, isRoot(parent) ? 0 : parent.level);
    level += 1;
  }
  peer.level = level;
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

/** Puts a peer without children behind all others: whoever has data may then become its parent. */
export function moveToEnd(peer: Peer): void {
  peer.task.lastOrder += 1;
  peer.order = peer.task.lastOrder;
}

/** Puts a peer without parents before all others: it may then become anybody's parent. */
export function moveToFront(peer: Peer): void {
  peer.task.firstOrder -= 1;
  peer.order = peer.task.firstOrder;
}

/**
 * Puts `parent` before `child`, and what belongs to each with it, by handing out the places of those between the two anew
 * (Pearce and Kelly's dynamic topological order). Looks at nobody outside that stretch.
 */
function reorder(parent: Peer, child: Peer): void {
  const above = reach(
    parent,
    (peer) => peer.parents.map((edge) => edge.parent),
    (peer) => peer.order > child.order,
  );
  const below = reach(
    child,
    (peer) => peer.children.map((edge) => edge.child),
    (peer) => peer.order < parent.order,
  );
  const inOrder = (a: Peer, b: Peer) => a.order - b.order;
  const peers = [...above.sort(inOrder), ...below.sort(inOrder)];
  const places = peers.map(({ order }) => order).sort((a, b) => a - b);
  for (const [at, peer] of peers.entries()) peer.order = places[at] ?? peer.order;
}

/** A peer and all it reaches in one direction within bounds. */
function reach(from: Peer, next: (peer: Peer) => readonly Peer[], within: (peer: Peer) => boolean): Peer[] {
  const stamp = newWalk(from.task);
  const reached = [from];
  from.mark = stamp;
  for (const peer of reached) {
    for (const other of next(peer)) {
      if (other.mark === stamp || !within(other)) continue;
      other.mark = stamp;
      reached.push(other);
    }
  }
  return reached;
}

/**
 * Tells which peers are descendants of one peer. Searches upwards, since the order bounds that: only what stands behind
 * the peer can lie below it. Whatever one question finds out, the next one knows.
 */
export function descendantTest(of: Peer): (peer: Peer) => boolean {
  const apart = newWalk(of.task);
  const below = newWalk(of.task);
  of.mark = below;
  return (peer) => {
    const path = [{ peer, next: 0 }];
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const parent = top.peer.mark === below ? top.peer : top.peer.parents[top.next]?.parent;
      top.next += 1;
      if (parent === undefined) {
        top.peer.mark = apart;
        path.pop();
      } else if (parent.mark === below) {
        for (const step of path) step.peer.mark = below;
        return true;
      } else if (parent.order > of.order && parent.mark !== apart) {
        path.push({ peer: parent, next: 0 });
      }
    }
    return false;
  };
}

function newWalk(task: Task): number {
  task.walk += 1;
  return task.walk;
}

/**
 * Tells which peers content can reach: roots, and peers with one among their ancestors. With `child`, a peer that asks
 * for parents, the answer holds for peers that are no descendants of it, and costs no search when nothing else is orphaned.
 */
export function dataTest(task: Task, child?: Peer): (peer: Peer) => boolean {
  if (task.orphans === (child?.orphan ? 1 : 0)) return (peer) => isRoot(peer) || peer.parents.length > 0;
  let stamp = newWalk(task);
  return (peer) => {
    const stack = [peer];
    for (let below = stack.pop(); below !== undefined; below = stack.pop()) {
      if (isRoot(below)) {
        // Some of the marked peers have data.
        stamp = newWalk(task);
        return true;
      }
      if (below.mark === stamp) continue;
      below.mark = stamp;
      for (const { parent } of below.parents) stack.push(parent);
    }
    return false;
  };
}

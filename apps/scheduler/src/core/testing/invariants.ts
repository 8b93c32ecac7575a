import { emptyTaskGraph, type TaskGraph } from '@damselfly/core';
import type { Cluster } from '../cluster.ts';
import { isOver, isRoot, type Peer, readableState } from '../peer.ts';
import { uploadLimitOf } from '../policy.ts';
import type { Task } from '../task.ts';
import { factsOf } from '../turn.ts';

/** What must hold after every step. Returns a sentence for each rule that is broken. */
export function brokenRules(cluster: Cluster): string[] {
  const broken: string[] = [];
  const rule = (holds: boolean, sentence: string) => {
    if (!holds) broken.push(sentence);
  };
  for (const host of cluster.hosts.values()) {
    const edges = [...host.peers].flatMap((peer) => peer.children);
    const sum = (of: (edge: (typeof edges)[number]) => number) => edges.reduce((total, edge) => total + of(edge), 0);
    const { id } = host.profile;
    rule(host.uploads === edges.length, `${id} counts ${host.uploads} uploads and has ${edges.length} edges`);
    rule(host.uploads <= uploadLimitOf(cluster.policy, host), `${id} serves more than its limit`);
    rule(host.uploadPieces === sum(({ load }) => load.pieces), `${id} counts other pieces than its edges hold`);
    rule(host.txBps === sum(({ load }) => load.txBps), `${id} counts another rate than its edges hold`);
    rule(host.uploadBytes === sum(({ load }) => load.bytes), `${id} counts other bytes than its edges hold`);
    for (const peer of host.peers) rule(cluster.peers.get(peer.id) === peer, `${id} holds a forgotten peer`);
  }
  for (const peer of cluster.peers.values()) rule(peer.task.peers.get(peer.id) === peer, `${peer.id} has no task`);
  for (const task of cluster.tasks.values()) taskRules(cluster, task, rule);
  return broken;
}

function taskRules(cluster: Cluster, task: Task, rule: (holds: boolean, sentence: string) => void): void {
  const { policy } = cluster;
  let orphans = 0;
  let held = 0;
  const orders = new Set([...task.peers.values()].map(({ order }) => order));
  rule(orders.size === task.peers.size, 'two peers have one place in the order');
  for (const peer of task.peers.values()) {
    const parents = peer.parents.map(({ parent }) => parent);
    rule(parents.length <= policy.candidateParentLimit, `${peer.id} has ${parents.length} parents`);
    rule(new Set(parents).size === parents.length, `${peer.id} has a parent twice`);
    rule(parents.length === 0 || !(isOver(peer) || peer.phase === 'pending'), `${peer.phase} ${peer.id} has parents`);
    rule(peer.phase !== 'failed' || peer.children.length === 0, `${peer.id} has failed and has children`);
    for (const edge of peer.parents) {
      const { parent } = edge;
      rule(parent.host !== peer.host, `${peer.id} has a parent on its own host`);
      rule(parent.children[edge.place] === edge, `${parent.id} does not know its child ${peer.id}`);
      rule(cluster.peers.get(parent.id) === parent, `${peer.id} has a parent that was removed`);
      rule(parent.order < peer.order, `${peer.id} stands before its parent`);
    }
    for (const { child } of peer.children)
      rule(
        child.parents.some(({ parent }) => parent === peer),
        `${child.id} lost an edge`,
      );
    rule(!isBelowItself(peer), `${peer.id} is its own ancestor`);
    const orphan = !isRoot(peer) && peer.parents.length === 0 && peer.children.length > 0;
    if (orphan) orphans += 1;
    if (peer.host.held?.has(peer)) held += 1;
    rule(peer.orphan === orphan, `${peer.id} is wrong about being an orphan`);
    rule(peer.poolIndex < 0 || peer.host.held?.has(peer) !== true, `${peer.id} is in the pool and held`);
    rule((peer.parkedAtMs !== undefined) === task.parked.has(peer), `${peer.id} is wrong about being parked`);
    rule(!task.parked.has(peer) || !isOver(peer), `${peer.phase} ${peer.id} is parked`);
  }
  rule(task.orphans === orphans, `${task.orphans} orphans counted, ${orphans} there`);
  rule(task.held === held, `${task.held} held counted, ${held} there`);
  rule(task.leases.size <= policy.sourceFetcherLimit, `${task.leases.size} leases`);
  rule(cluster.waiting.has(task) === task.parked.size > 0, 'a task is wrong about waiting');
}

function isBelowItself(peer: Peer): boolean {
  const seen = new Set<Peer>();
  const stack = peer.parents.map(({ parent }) => parent);
  for (let above = stack.pop(); above !== undefined; above = stack.pop()) {
    if (above === peer) return true;
    if (seen.has(above)) continue;
    seen.add(above);
    stack.push(...above.parents.map(({ parent }) => parent));
  }
  return false;
}

/** True when an ancestor has the content or fetches it. Walks everything: the slow truth beside the core's short cuts. */
export function reachesData(peer: Peer): boolean {
  return isRoot(peer) || peer.parents.some(({ parent }) => reachesData(parent));
}

/** The part of a reader's graph that the model knows too, read off the model. */
export function expectedGraph(task: Task): Pick<TaskGraph, 'task' | 'facts' | 'seq'> & { peers: unknown[] } {
  const peers = [...task.peers.values()].map((peer) => ({
    peer: peer.id,
    host: peer.host.profile.id,
    state: readableState(peer.phase),
    parents: peer.parents.map(({ parent }) => parent.id),
    finishedPieces: peer.pieces.size,
  }));
  return { ...emptyTaskGraph(task.id), facts: factsOf(task), seq: task.seq, peers };
}

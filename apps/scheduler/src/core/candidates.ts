import { dataTest, descendantTest, loadOf, refreshLevel } from './dag.ts';
import type { Verdict } from './decisions.ts';
import { defaultEvaluator } from './evaluator.ts';
import type { Host } from './host.ts';
import { covers, type Peer } from './peer.ts';
import type { Policy } from './policy.ts';
import { hold, isBusy, whyBusy } from './standing.ts';
import type { Task } from './task.ts';
import type { Turn } from './turn.ts';

/** Most peers one search looks at when nearly all are unfit. */
const searchLimit = 2048;
/** Peers of a task looked at to say why nobody has room. */
const heldLooks = 32;

/**
 * `nobody`: no peer has data. `full`: the hosts of all that have take no more children. `unfit`: there are peers with
 * data, only not for this child (blocked, on its own host, below it, or without its range).
 */
export type Miss = 'nobody' | 'full' | 'unfit';

/** Best parents for a peer without parents, out of a uniform sample of those that may be offered; at least one. */
export function findParents(turn: Turn, child: Peer): readonly Peer[] | Miss {
  const { policy, decisions } = turn.cluster;
  const { candidateParentLimit, filterParentLimit } = policy;
  decisions.beginSearch();
  const { fit, crowded, behind, unsuited } = sample(turn, child, filterParentLimit);
  if (fit.length === 0 && crowded.length > 0) return leastLoaded(turn, crowded, candidateParentLimit);
  for (const peer of crowded) decisions.refuse(peer, 'noBandwidth');
  const fitting = fit.length > 0 ? fit : unrelated(turn, behind, child, candidateParentLimit);
  if (fitting.length > 0) return best(turn, child, fitting, candidateParentLimit);
  const { task } = child;
  const hasData = dataTest(task);
  if (unsuited.some(hasData) || behind.some(hasData)) return 'unfit';
  if (task.held === 0) return 'nobody';
  noteHeld(turn, task);
  return 'full';
}

/** Says of the first few peers that are kept out of the pool why they are. */
function noteHeld(turn: Turn, task: Task): void {
  let looked = 0;
  for (const peer of task.peers.values()) {
    looked += 1;
    if (looked > heldLooks) return;
    if (peer.host.held?.has(peer)) turn.cluster.decisions.refuse(peer, whyBusy(turn, peer.host));
  }
}

interface Sample {
  readonly fit: Peer[];
  /** Their hosts have not enough bandwidth left, by estimate. */
  readonly crowded: Peer[];
  /** Behind the child in the order, and the child has children: they may lie below it. */
  readonly behind: Peer[];
  readonly unsuited: Peer[];
}

function sample(turn: Turn, child: Peer, limit: number): Sample {
  const { pool } = child.task;
  const { decisions } = turn.cluster;
  const [fit, crowded, behind, unsuited]: [Peer[], Peer[], Peer[], Peer[]] = [[], [], [], []];
  const { txBps } = loadOf(child, turn.cluster.policy.candidateParentLimit);
  const hasData = dataTest(child.task, child);
  let drawn = 0;
  while (drawn < pool.size && drawn < searchLimit && fit.length < limit) {
    if (drawn >= limit * 4 && fit.length + crowded.length + behind.length >= limit) break;
    const peer = pool.draw(drawn, turn.random);
    if (peer === undefined) break;
    if (isBusy(turn, peer.host)) {
      decisions.refuse(peer, whyBusy(turn, peer.host));
      hold(peer);
      continue;
    }
    drawn += 1;
    const objection = objectionTo(turn, child, peer);
    if (objection !== undefined) {
      decisions.refuse(peer, objection);
      unsuited.push(peer);
    } else if (child.children.length > 0 && peer.order > child.order) behind.push(peer);
    else if (!hasData(peer)) decisions.refuse(peer, 'noData');
    else if (hasRoomFor(peer.host, txBps)) fit.push(peer);
    else crowded.push(peer);
  }
  return { fit, crowded, behind, unsuited };
}

/** True while what the host has promised and one more child stay within what it can send; one that does not know has room. */
const hasRoomFor = ({ txBps, profile }: Host, moreBps: number): boolean =>
  profile.maxTxBps === 0 || txBps + moreBps <= profile.maxTxBps;

/** When nobody has room: one peer each of the hosts that have promised least for what they can send. */
function leastLoaded({ cluster }: Turn, crowded: Peer[], limit: number): Peer[] {
  const load = ({ host }: Peer) => host.txBps / host.profile.maxTxBps;
  crowded.sort((a, b) => load(a) - load(b));
  const chosen: Peer[] = [];
  for (const peer of crowded) {
    if (chosen.length === limit || chosen.some(({ host }) => host === peer.host)) {
      cluster.decisions.refuse(peer, 'noBandwidth');
      continue;
    }
    chosen.push(peer);
    cluster.decisions.rate(peer, 'chosen', -load(peer));
  }
  return chosen;
}

/** The first few of `behind` that are no descendants of the child and have data. The nearer, the less is reordered. */
function unrelated({ cluster }: Turn, behind: Peer[], child: Peer, limit: number): Peer[] {
  const isBelowChild = descendantTest(child);
  behind.sort((a, b) => a.order - b.order);
  const apart: Peer[] = [];
  for (const peer of behind) {
    if (apart.length === limit * 2) break;
    if (isBelowChild(peer)) cluster.decisions.refuse(peer, 'descendant');
    else apart.push(peer);
  }
  const hasData = dataTest(child.task, child);
  return apart.filter((peer) => {
    const has = hasData(peer);
    if (!has) cluster.decisions.refuse(peer, 'noData');
    return has;
  });
}

/** Why a peer cannot serve this child, whatever the rest of the swarm does. */
function objectionTo(turn: Turn, child: Peer, parent: Peer): Verdict | undefined {
  if (parent.host === child.host) return 'ownHost';
  if (!covers(parent, child)) return 'lacksRange';
  const blockedUntilMs = child.blocks?.get(parent.id);
  return blockedUntilMs === undefined || blockedUntilMs <= turn.nowMs ? undefined : 'blocked';
}

/** The `limit` highest scores, one peer a host, best first; equal scores stay in the random order of the sample. */
function best(turn: Turn, child: Peer, fit: readonly Peer[], limit: number): Peer[] {
  const { policy, decisions } = turn.cluster;
  const scored = fit.map((peer) => ({
    peer,
    score: scoreOf(turn, child, peer) + policy.levelWeight * shallowness(policy, peer),
  }));
  scored.sort((a, b) => b.score - a.score);
  const chosen: Peer[] = [];
  for (const { peer, score } of scored) {
    const onHost = chosen.some(({ host }) => host === peer.host);
    if (chosen.length < limit && !onHost) {
      chosen.push(peer);
      decisions.rate(peer, 'chosen', score);
    } else decisions.rate(peer, onHost ? 'sameHostAsChosen' : 'outscored', score);
  }
  return chosen;
}

/** An evaluator that throws or answers with no number is not believed: the default formula stands in for it. */
function scoreOf({ cluster, nowMs }: Turn, child: Peer, parent: Peer): number {
  try {
    const score = cluster.evaluator.score(child, parent, nowMs, cluster.policy);
    if (Number.isFinite(score)) return score;
  } catch {
    // Counted below like a score that is no number: user code may throw anything, as often as it is asked.
  }
  cluster.evaluatorFaults += 1;
  return defaultEvaluator.score(child, parent, nowMs, cluster.policy);
}

/** Levels from here on are all equally deep. */
const deepestLevel = 10;
/** A seed's place in the swarm is worth that of this many peers. */
const seedWidth = 10;

/**
 * How near to the content a peer stands, in [0, 1], while it has fewer children than a swarm needs of each: beyond that,
 * crowding around the top would cost more time than the hops it saves. A peer's level follows its parents' when it is
 * looked at, which is exact enough and free.
 */
function shallowness({ candidateParentLimit }: Policy, peer: Peer): number {
  const { uploads, profile } = peer.host;
  if (uploads >= candidateParentLimit * (profile.kind === 'seed' ? seedWidth : 1)) return 0;
  refreshLevel(peer);
  return 1 - Math.min(peer.level, deepestLevel) / deepestLevel;
}

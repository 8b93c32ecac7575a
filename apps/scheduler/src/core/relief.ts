import { dataTest, descendantTest, type Edge, link, moveToEnd, refreshLevel, unlink } from './dag.ts';
import { covers, type Peer } from './peer.ts';
import { isBusy, release, restand } from './standing.ts';
import { publishParents, type Turn, tell } from './turn.ts';

/** Offers nobody asked for between two questions of a peer: it may be busy with its parents and read them late. */
const reliefLimit = 4;
/** A peer is not compared before it has this many pieces, nor relieved sooner than this after its last parents. */
const comparedFrom = 8;
const restMs = 1000;
/** How many times slower than another a peer is that gets it: one that has finished has nothing else to do. */
const slowerThanRunning = 2;
const slowerThanFinished = 1.25;
/** A helper has no more children than this times what a swarm needs of each. */
const crowding = 2;
/** A seed's place in the swarm is worth that of this many peers. */
const seedWidth = 10;

/**
 * Compares a peer that reports a piece with one random peer of its task. When one came along much slower than the other,
 * it gets the other as a parent, unasked, in place of its slowest. So a swarm finds the few that drew nothing but bad
 * parents, at a constant cost a report.
 */
export function compare(turn: Turn, reporter: Peer): void {
  const { pool } = reporter.task;
  if (pool.size < 2) return;
  const drawn = pool.draw(0, turn.random);
  if (drawn === undefined || drawn === reporter) return;
  const [fast, slow] = speed(turn, drawn) > speed(turn, reporter) ? [drawn, reporter] : [reporter, drawn];
  const factor = fast.phase === 'succeeded' ? slowerThanFinished : slowerThanRunning;
  if (fast.pieces.size < comparedFrom || speed(turn, fast) < factor * speed(turn, slow)) return;
  if (fast.poolIndex >= 0 && hasRoom(turn, fast) && mayBeRelieved(turn, slow, fast)) relieve(turn, slow, fast);
}

function relieve(turn: Turn, peer: Peer, helper: Peer): void {
  const { task } = peer;
  const isFull = peer.parents.length >= turn.cluster.policy.candidateParentLimit;
  const worst = slowestParent(peer);
  if (
    worst === undefined ||
    (isFull && sends(worst.parent) >= (sends(helper) || Number.POSITIVE_INFINITY)) ||
    !dataTest(task, peer)(helper)
  )
    return;
  if (isFull) {
    unlink(worst);
    restand(turn, worst.parent);
    release(turn, worst.parent.host);
  }
  if (peer.children.length === 0) moveToEnd(peer);
  link(helper, peer, worst.load);
  refreshLevel(peer);
  restand(turn, helper);
  restand(turn, peer);
  publishParents(turn, peer);
  peer.reliefs += 1;
  peer.relievedAtMs = turn.nowMs;
  tell(turn, peer, { kind: 'offerParents', parents: [helper.id] });
}

function mayBeRelieved({ nowMs }: Turn, peer: Peer, helper: Peer): boolean {
  if (peer === helper || peer.host === helper.host || peer.phase !== 'running' || peer.parents.length === 0)
    return false;
  if (peer.host.profile.followsUnasked !== true || peer.reliefs >= reliefLimit || !covers(helper, peer)) return false;
  if (nowMs - Math.max(peer.relievedAtMs, peer.askedAtMs) < restMs) return false;
  if ((peer.blocks?.get(helper.id) ?? 0) > nowMs) return false;
  if (peer.parents.some(({ parent }) => parent.host === helper.host)) return false;
  return peer.children.length === 0 || helper.order < peer.order || !descendantTest(peer)(helper);
}

/** By what was seen: it does well with the children it has. Bandwidth as it is estimated admits those who ask. */
function hasRoom(turn: Turn, { host }: Peer): boolean {
  const width = crowding * turn.cluster.policy.candidateParentLimit * (host.profile.kind === 'seed' ? seedWidth : 1);
  return host.uploads < width && !isBusy(turn, host);
}

/** Pieces a millisecond from when it joined to its last. */
function speed({ nowMs }: Turn, peer: Peer): number {
  const untilMs = peer.phase === 'succeeded' ? peer.progressAtMs : nowMs;
  return peer.pieces.size / Math.max(1, untilMs - peer.createdAtMs);
}

/** What the children of a host get of it, bits a second; 0 when nobody got anything, which is good news of a helper only. */
const sends = ({ host }: Peer): number => host.record.measuredBps;

function slowestParent({ parents }: Peer): Edge | undefined {
  let slowest = parents[0];
  for (const edge of parents) if (slowest === undefined || sends(edge.parent) < sends(slowest.parent)) slowest = edge;
  return slowest;
}

import { findParents, type Miss } from './candidates.ts';
import { attach } from './edges.ts';
import { electLeader, leaderWanted } from './origin.ts';
import type { Peer } from './peer.ts';
import type { Task } from './task.ts';
import { publishState, type Turn, tell } from './turn.ts';
import { unpark } from './waiting-room.ts';

/** Most parked peers answered in one step; the rest follow in the next, so that no step takes long. */
const answersPerStep = 256;
/** Parked peers asked in vain before a step gives up on its task. */
const missesPerStep = 64;

const waitFor = { nobody: 'waitsNobody', full: 'waitsFull', unfit: 'waitsUnfit' } as const;

/** Answers a peer without parents: with some, or that the task has no bytes. A miss says why there is no answer. */
export function offer(turn: Turn, peer: Peer): 'answered' | Miss {
  if (peer.task.lengths?.contentBytes === 0) {
    receive(turn, peer, 'emptyTask');
    return 'answered';
  }
  const found = findParents(turn, peer);
  if (typeof found === 'string') {
    turn.cluster.decisions.note(peer, turn.nowMs, waitFor[found]);
    return found;
  }
  turn.cluster.decisions.note(peer, turn.nowMs, 'parents');
  unpark(turn, peer);
  if (peer.phase === 'pending') {
    peer.phase = 'received';
    publishState(turn, peer, '');
  }
  attach(turn, peer, found);
  tell(turn, peer, { kind: 'offerParents', parents: found.map(({ id }) => id) });
  return 'answered';
}

/** Tells a peer that it needs no parents. */
export function receive(turn: Turn, peer: Peer, kind: 'metadataOnly' | 'emptyTask'): void {
  turn.cluster.decisions.beginSearch();
  turn.cluster.decisions.note(peer, turn.nowMs, kind === 'emptyTask' ? 'empty' : kind);
  unpark(turn, peer);
  peer.phase = 'received';
  publishState(turn, peer, '');
  tell(turn, peer, { kind });
}

/** Gives the parked peers of every task that changed their chance, and finds a leader where none can be served. */
export function settle(turn: Turn): void {
  for (const task of turn.dirty) {
    const miss = serveParked(turn, task);
    if (miss !== undefined && leaderWanted(turn, task)) callForLeader(turn, task, miss);
  }
  turn.dirty.clear();
}

/** The miss of the last peer that stays parked; `undefined` when nobody was asked in vain. */
function serveParked(turn: Turn, task: Task): Miss | undefined {
  let answers = 0;
  let misses = 0;
  let last: Miss | undefined;
  for (const peer of task.parked) {
    if (answers >= answersPerStep || misses >= missesPerStep || (misses > 0 && task.untried <= 0)) break;
    const result = offer(turn, peer);
    if (result === 'answered') {
      answers += 1;
      continue;
    }
    last = result;
    if (result !== 'unfit') {
      task.untried = 0;
      break;
    }
    misses += 1;
    task.untried -= 1;
    task.parked.delete(peer);
    task.parked.add(peer);
  }
  if (task.untried > 0 && task.parked.size > 0) turn.cluster.deadlines.arm(task, turn.nowMs);
  return last;
}

/** At once when nobody has data; after some patience when those that have it are full or do not fit. */
function callForLeader(turn: Turn, task: Task, miss: Miss): void {
  const [first] = task.parked;
  if (first?.parkedAtMs === undefined) return;
  const patientUntilMs = first.parkedAtMs + turn.cluster.policy.patienceMs;
  if (miss === 'nobody' || patientUntilMs <= turn.nowMs) electLeader(turn, task);
  else turn.cluster.deadlines.arm(task, patientUntilMs);
}

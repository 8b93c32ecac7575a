import type { PeerId, TaskId } from '@damselfly/core';
import { CandidateList, type SeenCandidate, type Verdict } from './candidate-list.ts';
import type { Peer } from './peer.ts';

export type { SeenCandidate, Verdict } from './candidate-list.ts';

/** What came of a question for parents; the last ones are waits and may turn into any other. */
export type Outcome =
  | 'parents'
  | 'backToSource'
  | 'empty'
  | 'metadataOnly'
  | 'refused'
  | 'waitsNobody'
  | 'waitsFull'
  | 'waitsUnfit'
  | 'waitsGrant';

/** One decision as it is remembered. */
export interface Decision {
  atMs: number;
  peer: PeerId;
  task: TaskId;
  outcome: Outcome;
  waitedMs: number;
  /** Searches before this came of it. */
  attempts: number;
  /** Peers looked at in the last search; only the first of them are in `candidates`. */
  seen: number;
  candidates: SeenCandidate[];
  reason: string;
}

/** Who a decision is about; a peer that was never let in has no more than this. */
export interface Subject {
  readonly id: PeerId;
  readonly task: { readonly id: TaskId };
  readonly parkedAtMs?: number | undefined;
}

/** A decision in the ring, used again when its turn comes round. */
interface Entry {
  seq: number;
  /** The decision about the same peer before this one; -1: none. */
  previous: number;
  atMs: number;
  peer: PeerId;
  task: TaskId;
  outcome: Outcome;
  waitedMs: number;
  attempts: number;
  seen: number;
  reason: string;
  readonly candidates: CandidateList;
}

/** The newest decisions and why they were made: a ring of bounded size with an index by peer. */
export class DecisionLog {
  readonly #capacity: number;
  readonly #ring: Entry[] = [];
  readonly #newest = new Map<PeerId, number>();
  #next = 0;
  #seen = 0;
  // The search under way. Scored candidates come first, so the two are noted apart.
  readonly #scored = new CandidateList();
  readonly #refused = new CandidateList();

  constructor(capacity = 8192) {
    this.#capacity = capacity;
  }

  /** Decisions remembered. */
  get size(): number {
    return this.#ring.length;
  }

  /** Forgets the last search's candidates. */
  beginSearch(): void {
    this.#seen = 0;
    this.#scored.clear();
    this.#refused.clear();
  }

  /** A peer was looked at and is no candidate. */
  refuse(peer: Peer, verdict: Verdict): void {
    this.#seen += 1;
    this.#refused.add(peer, verdict, Number.NaN);
  }

  /** A peer was scored; say it from the highest score down. */
  rate(peer: Peer, verdict: Verdict, score: number): void {
    this.#seen += 1;
    this.#scored.add(peer, verdict, score);
  }

  /** Notes what came of the last search. A wait that goes on, or ends, keeps its place. */
  note(subject: Subject, nowMs: number, outcome: Outcome, reason = ''): void {
    const { entry, continues } = this.#entryFor(subject);
    const searched = outcome !== 'backToSource' && outcome !== 'refused' && outcome !== 'waitsGrant';
    entry.atMs = nowMs;
    entry.task = subject.task.id;
    entry.outcome = outcome;
    entry.waitedMs = subject.parkedAtMs === undefined ? 0 : nowMs - subject.parkedAtMs;
    entry.reason = reason;
    entry.attempts = (continues ? entry.attempts : 0) + (searched ? 1 : 0);
    if (searched) this.#copySearch(entry);
    else if (!continues) clear(entry);
  }

  /** What was decided for a peer, newest first. */
  of(peer: PeerId): Decision[] {
    const found: Decision[] = [];
    let seq = this.#newest.get(peer) ?? -1;
    while (seq >= 0) {
      const entry = this.#ring[seq % this.#capacity];
      if (entry?.seq !== seq) break;
      found.push(decisionOf(entry));
      seq = entry.previous;
    }
    return found;
  }

  /** What was decided for a task's peers, newest first. Looks at the whole ring. */
  ofTask(task: TaskId, limit: number): Decision[] {
    const entries = this.#ring.filter((entry) => entry.task === task).sort((a, b) => b.atMs - a.atMs || b.seq - a.seq);
    return entries.slice(0, limit).map(decisionOf);
  }

  #entryFor({ id, task }: Subject): { entry: Entry; continues: boolean } {
    const newest = this.#newest.get(id) ?? -1;
    const last = newest < 0 ? undefined : this.#ring[newest % this.#capacity];
    const known = last !== undefined && last.seq === newest;
    if (known && isWait(last.outcome) && last.task === task.id) return { entry: last, continues: true };
    const seq = this.#next;
    this.#next += 1;
    const place = seq % this.#capacity;
    const entry = this.#ring[place] ?? newEntry(id, task.id);
    if (entry.seq >= 0 && this.#newest.get(entry.peer) === entry.seq) this.#newest.delete(entry.peer);
    this.#ring[place] = entry;
    entry.seq = seq;
    entry.previous = known && last !== entry ? newest : -1;
    entry.peer = id;
    this.#newest.set(id, seq);
    return { entry, continues: false };
  }

  #copySearch(entry: Entry): void {
    clear(entry);
    entry.seen = this.#seen;
    entry.candidates.append(this.#scored);
    entry.candidates.append(this.#refused);
  }
}

const isWait = (outcome: Outcome): boolean => outcome.startsWith('waits');

const newEntry = (peer: PeerId, task: TaskId): Entry => ({
  ...{ seq: -1, previous: -1, atMs: 0, peer, task, outcome: 'waitsNobody', waitedMs: 0, attempts: 0, seen: 0 },
  ...{ reason: '', candidates: new CandidateList() },
});

function clear(entry: Entry): void {
  entry.seen = 0;
  entry.candidates.clear();
}

function decisionOf(entry: Entry): Decision {
  const { atMs, peer, task, outcome, waitedMs, attempts, seen, reason } = entry;
  return { atMs, peer, task, outcome, waitedMs, attempts, seen, reason, candidates: entry.candidates.seen() };
}

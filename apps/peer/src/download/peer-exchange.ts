import type { PeerId, TaskId } from '@damselfly/core';
import type { ParentCandidate } from './scheduling.ts';

/** Somebody who fetches a task from this peer, or this peer itself. */
interface Member {
  /** Absent: this peer; whoever fetches from it knows it already. */
  readonly who: ParentCandidate | undefined;
  readonly tell: (other: ParentCandidate) => void;
  introductions: number;
}

/** Asks a parent for others that fetch the same task. */
export interface ExchangeClient {
  /** Ends when the parent is gone or knows nothing of exchanges; throws `cancelled` on abort. */
  meet(parent: ParentCandidate, task: TaskId, self: PeerId, signal: AbortSignal): AsyncIterable<ParentCandidate>;
}

/** Everyone hears of so many others: more partners would not make a piece travel faster. */
const maxIntroductions = 16;
/** Beyond that a newcomer hears of others, but they do not hear of it. */
const maxMembers = 1024;

/**
 * Introduces those who fetch the same task from this peer to each other, and to this peer's own download of it. A
 * scheduler gives every peer parents that stand above it, and so leaves the uplinks of those below unused; pieces
 * themselves may travel any way, since nobody tells of one before it is there.
 */
export class PeerExchange {
  readonly client: ExchangeClient;
  readonly #members = new Map<TaskId, Set<Member>>();

  constructor(client: ExchangeClient) {
    this.client = client;
  }

  /** `tell` hears of others, some of them at once. Call the result to leave. */
  join(task: TaskId, who: ParentCandidate | undefined, tell: (other: ParentCandidate) => void): () => void {
    const members = this.#members.get(task) ?? new Set();
    const member: Member = { who, tell, introductions: 0 };
    // Who knows fewest is introduced first: nobody stays alone.
    const others = [...members].sort((one, other) => one.introductions - other.introductions);
    for (const other of others.slice(0, maxIntroductions)) introduce(member, other);
    if (members.size < maxMembers) {
      members.add(member);
      this.#members.set(task, members);
    }
    return () => {
      members.delete(member);
      if (members.size === 0) this.#members.delete(task);
    };
  }
}

function introduce(one: Member, other: Member): void {
  if (one.who?.host === other.who?.host) return;
  for (const [to, whom] of [
    [one, other.who],
    [other, one.who],
  ] as const) {
    if (whom === undefined || to.introductions >= maxIntroductions) continue;
    to.introductions += 1;
    to.tell(whom);
  }
}

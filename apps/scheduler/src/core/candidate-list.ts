import type { HostId, PeerId } from '@damselfly/core';
import type { Peer } from './peer.ts';

/** Why a peer that was looked at became a parent, or did not. */
export type Verdict =
  | 'chosen'
  | 'outscored'
  | 'sameHostAsChosen'
  | 'ownHost'
  | 'lacksRange'
  | 'blocked'
  | 'noSlot'
  | 'noBandwidth'
  | 'quarantined'
  | 'draining'
  | 'descendant'
  | 'noData';

export interface SeenCandidate {
  readonly peer: PeerId;
  readonly host: HostId;
  readonly verdict: Verdict;
  /** NaN when it was not scored. */
  readonly score: number;
}

/** Candidates remembered of one decision. */
const limit = 16;

/** The first few candidates of a search, in arrays that keep their length: filling it again allocates nothing. */
export class CandidateList {
  readonly #peers: PeerId[] = [];
  readonly #hosts: HostId[] = [];
  readonly #verdicts: Verdict[] = [];
  readonly #scores: number[] = [];
  #count = 0;

  clear(): void {
    this.#count = 0;
  }

  /** Beyond the limit it is left out. */
  add(peer: Peer, verdict: Verdict, score: number): void {
    this.#put(peer.id, peer.host.profile.id, verdict, score);
  }

  /** Adds what is in another list. */
  append(other: CandidateList): void {
    for (let at = 0; at < other.#count; at += 1) {
      const [peer, host, verdict] = [other.#peers[at], other.#hosts[at], other.#verdicts[at]];
      if (peer === undefined || host === undefined || verdict === undefined) return;
      this.#put(peer, host, verdict, other.#scores[at] ?? Number.NaN);
    }
  }

  seen(): SeenCandidate[] {
    return this.#peers.slice(0, this.#count).map((peer, at) => ({
      peer,
      host: this.#hosts[at] ?? ('' as HostId),
      verdict: this.#verdicts[at] ?? 'noData',
      score: this.#scores[at] ?? Number.NaN,
    }));
  }

  #put(peer: PeerId, host: HostId, verdict: Verdict, score: number): void {
    const at = this.#count;
    if (at === limit) return;
    this.#count = at + 1;
    this.#peers[at] = peer;
    this.#hosts[at] = host;
    this.#verdicts[at] = verdict;
    this.#scores[at] = score;
  }
}

import { Failure } from '@damselfly/core';
import type { Member, MemberKey, MemberStore } from './stores.ts';

/** What a member that never said how often it speaks is held to. */
export const defaultKeepAliveIntervalMs = 5_000;
/** Heartbeats that may be missed before a member counts as gone. */
const missedBeats = 3;
/** However short a member's interval is, its lease is written no more often than this. */
const renewAtMostEveryMs = 500;

/** Active means that the lease is valid now. */
export function isActive(member: Pick<Member<MemberKey>, 'lease'>, nowMs: number): boolean {
  return member.lease !== undefined && member.lease.expiresAtMs > nowMs;
}

/** How long a lease lasts, in milliseconds, for a member that speaks this often. */
export function leaseLengthMs(keepAliveIntervalMs: number): number {
  return missedBeats * Math.min(600_000, Math.max(1_000, keepAliveIntervalMs));
}

export interface LeaseNeeds {
  readonly store: Pick<MemberStore<MemberKey>, 'renewLease' | 'endLease'>;
  readonly key: MemberKey;
  /** The keepalive stream; two streams of one member are two holders. */
  readonly holder: string;
  readonly lengthMs: number;
  readonly now: () => number;
  /** The lease began or ended. */
  readonly onChange: () => void;
}

/** A member's lease as one keepalive stream holds it. */
export class HeldLease {
  readonly #needs: LeaseNeeds;
  #renewedAtMs = Number.NEGATIVE_INFINITY;

  constructor(needs: LeaseNeeds) {
    this.#needs = needs;
  }

  /** The member spoke. Throws `notFound` when it was removed meanwhile. */
  async renew(): Promise<void> {
    const { store, key, holder, lengthMs, now } = this.#needs;
    const nowMs = now();
    if (nowMs - this.#renewedAtMs < renewAtMostEveryMs) return;
    const lease = { holder, renewedAtMs: nowMs, expiresAtMs: nowMs + lengthMs };
    if (!(await store.renewLease(key, lease))) {
      throw new Failure('notFound', `${key.hostname} at ${key.ip} is no longer registered; register it again`);
    }
    if (this.#renewedAtMs === Number.NEGATIVE_INFINITY) this.#needs.onChange();
    this.#renewedAtMs = nowMs;
  }

  /** The stream ended. A newer stream of the same member keeps its lease. */
  async end(): Promise<void> {
    await this.#needs.store.endLease(this.#needs.key, this.#needs.holder);
    this.#needs.onChange();
  }
}

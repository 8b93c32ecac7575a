import { createHash } from 'node:crypto';
import ipaddr from 'ipaddr.js';
import { RateLimited, type RateLimits } from '../rate-limits/rate-limits.ts';

export interface SignInAttempt {
  /** Forgets the failures before. An attempt that never says so counts as failed. */
  succeeded(): Promise<void>;
}

/** Attempts in a row before waiting, then one more every half minute. */
const perName = { burst: 5, intervalMs: 30_000 };
/** One address may hold many people. */
const perIp = { burst: 50, intervalMs: 3000 };

/**
 * Slows down password guessing, by user and address together and by address alone. A name by itself is not throttled:
 * that would let anybody lock out anybody. Replicas count together; what is kept tells neither names nor addresses.
 */
export class SignInThrottle {
  readonly #limits: RateLimits;

  constructor(limits: RateLimits) {
    this.#limits = limits;
  }

  /** Counts an attempt. Throws `exhausted` when there were too many. */
  async begin(name: string, ip: string): Promise<SignInAttempt> {
    const from = networkOf(ip);
    const [all, pair] = [keyOf(from), keyOf(`${from} ${name.toLowerCase().slice(0, 64)}`)];
    const verdicts = await this.#limits.take([
      { key: all, ...perIp },
      { key: pair, ...perName },
    ]);
    const waitMs = Math.max(...verdicts.map((verdict) => verdict.waitMs));
    if (waitMs > 0) throw new RateLimited('Too many attempts.', waitMs);
    return { succeeded: () => this.#limits.forget(pair) };
  }
}

const keyOf = (text: string): string => `sign-in ${createHash('sha256').update(text).digest('base64url').slice(0, 32)}`;

/** Whoever has an IPv6 address has 2⁶⁴ of them. */
function networkOf(ip: string): string {
  if (!ipaddr.isValid(ip)) return ip;
  const address = ipaddr.process(ip);
  return address.kind() === 'ipv4' ? address.toString() : address.toNormalizedString().split(':').slice(0, 4).join(':');
}

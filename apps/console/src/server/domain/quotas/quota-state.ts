import { Failure, formatBytes } from '@damselfly/core';
import type { Limits, QuotaKind } from './stores.ts';

/** A quota and how much of it is used. */
export interface QuotaState extends Limits {
  readonly kind: QuotaKind;
  readonly used: number;
  /** When it begins anew; `null` for what frees as work ends and content goes. */
  readonly resetsAt: Date | null;
  readonly level: 'free' | 'soft' | 'hard';
}

export const levelOf = ({ soft, hard }: Limits, used: number): QuotaState['level'] =>
  hard !== null && used >= hard ? 'hard' : soft !== null && used >= soft ? 'soft' : 'free';

/** Work was refused because a hard limit is reached. */
export class QuotaExceeded extends Failure {
  readonly state: QuotaState;
  /** At least; what frees by itself is worth asking for again in a minute. */
  readonly retryAfterSeconds: number;

  constructor(state: QuotaState, nowMs: number) {
    super('exhausted', `${told(state, state.hard ?? 0)} ${remedies[state.kind](state.resetsAt)}`);
    this.state = state;
    this.retryAfterSeconds = state.resetsAt === null ? 60 : Math.ceil((state.resetsAt.getTime() - nowMs) / 1000);
  }
}

/** What somebody reads who is over a soft limit. */
export const noticeOf = (state: QuotaState): string => told(state, state.soft ?? 0);

function told({ kind, used, level }: QuotaState, limit: number): string {
  const amount = kind === 'jobs_per_minute' ? String : formatBytes;
  return `The tenant has ${amount(used)} of ${amount(limit)} ${names[kind]} (${level} limit ${kind}).`;
}

const names: Readonly<Record<QuotaKind, string>> = {
  jobs_per_minute: 'jobs a minute',
  concurrent_preheat_bytes: 'in preheats under way',
  origin_bytes_per_day: 'from origins today',
  seed_cached_bytes: 'kept on seed peers',
};

const at = (when: Date | null) =>
  when
    ?.toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, ' UTC') ?? 'later';

const remedies: Readonly<Record<QuotaKind, (resetsAt: Date | null) => string>> = {
  jobs_per_minute: (when) => `Try again at ${at(when)}.`,
  concurrent_preheat_bytes: () => 'It frees as they end: wait, or cancel one.',
  origin_bytes_per_day: (when) => `It begins anew at ${at(when)}; an administrator may raise it.`,
  seed_cached_bytes: () => 'It frees as content is deleted or expires: delete tasks, or ask an administrator for more.',
};

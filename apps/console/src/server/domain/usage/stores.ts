import type { Reader } from '../access/access-rule.ts';

export type SampleSpan = 'minute' | 'hour' | 'day';

/** What came to be in one cluster for one application since the last count. */
export interface UsageCount {
  readonly schedulerClusterId: number;
  readonly application: string;
  readonly sourceBytes: number;
  readonly peerBytes: number;
  readonly startedTasks: number;
  readonly finishedPeers: number;
  readonly failedPeers: number;
}

/** A count at its place in time. */
export interface UsageAddition extends UsageCount {
  readonly span: SampleSpan;
  readonly startsAt: Date;
  /** The most at one time. */
  readonly activeHosts: number;
}

/** The sums of one span. */
export interface UsagePoint extends Omit<UsageCount, 'schedulerClusterId' | 'application'> {
  readonly startsAtMs: number;
  readonly activeHosts: number;
}

export interface UsageQuery {
  readonly span: SampleSpan;
  readonly from: Date;
  readonly to: Date;
  readonly schedulerClusterId?: number | undefined;
  readonly application?: string | undefined;
}

/** Traffic over time. */
export interface UsageStore {
  add(additions: readonly UsageAddition[]): Promise<void>;
  /** Oldest first; spans without traffic are left out. */
  series(reader: Reader, query: UsageQuery): Promise<readonly UsagePoint[]>;
  /** Names with traffic since then, those with the most first. */
  applications(reader: Reader, since: Date): Promise<readonly string[]>;
  removeBefore(span: SampleSpan, before: Date): Promise<number>;
}

/** Settings of the whole platform. */
export interface SettingStore {
  read(name: string): Promise<unknown>;
  write(name: string, value: object): Promise<void>;
}

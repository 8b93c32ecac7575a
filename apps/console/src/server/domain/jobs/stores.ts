import type { Reader } from '../access/access-rule.ts';

export type JobState = 'pending' | 'running' | 'succeeded' | 'partial' | 'failed' | 'cancelled';
export type ItemState = 'pending' | 'running' | 'succeeded' | 'failed' | 'cancelled';

/** A job as people see it. */
export interface JobRow {
  readonly id: number;
  readonly tenantId: string;
  readonly type: string;
  readonly bio: string;
  readonly state: JobState;
  /** Without secrets. */
  readonly args: Readonly<Record<string, unknown>>;
  readonly result: unknown;
  /** Why it failed. */
  readonly failure: string;
  readonly user: { readonly id: number; readonly name: string } | null;
  readonly userId: number | null;
  readonly scheduleId: number | null;
  readonly triggerId: number | null;
  readonly clonedFromId: number | null;
  readonly clusters: readonly { readonly id: number; readonly name: string }[];
  readonly attempts: number;
  readonly maxAttempts: number;
  readonly timeoutMs: number;
  /** Somebody wants it to end. */
  readonly cancelledAt: Date | null;
  readonly totalBytes: number;
  readonly doneBytes: number;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly updatedAt: Date;
}

/** One piece of content on one host. */
export interface JobItem {
  readonly id: string;
  readonly clusterId: number;
  readonly url: string;
  readonly taskId: string;
  readonly hostId: string;
  readonly hostname: string;
  readonly ip: string;
  readonly state: ItemState;
  readonly bytes: number;
  readonly contentLength: number | null;
  /** A pull on that host would hit; `null` when nobody looked. */
  readonly verified: boolean | null;
  readonly failureCode: string;
  readonly failure: string;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly updatedAt: Date;
}

export type ItemCounts = Readonly<Record<ItemState, number>>;

export interface JobEvent {
  readonly id: string;
  readonly at: Date;
  readonly kind: string;
  readonly data: unknown;
}

export interface JobAttempt {
  readonly number: number;
  readonly holder: string;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
  /** `null` while it runs. */
  readonly outcome: string | null;
  readonly failure: string;
}

export interface NewJobRow {
  readonly tenantId: string;
  readonly type: string;
  readonly bio: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly secretCipher: string | null;
  readonly clusterIds: readonly number[];
  readonly timeoutMs: number;
  readonly maxAttempts: number;
  readonly userId: number | null;
  readonly apiTokenId: number | null;
  readonly serviceAccountId: number | null;
  readonly scheduleId?: number;
  readonly triggerId?: number;
  readonly clonedFromId?: number;
  readonly idempotencyKey: string | null;
  readonly requestHash: string;
  /** Only what failed or never happened in this job is done again. */
  readonly unfinishedOf?: number;
}

export interface JobQuery {
  readonly types?: readonly string[];
  readonly states?: readonly JobState[];
  readonly userId?: number;
  readonly search?: string;
  readonly clusterId?: number;
  /** Jobs come newest first; only those before this one. */
  readonly beforeId?: number;
  readonly skip?: number;
  /** 1 to 10,000,000. */
  readonly limit: number;
}

export interface ItemQuery {
  /** Those that changed at or after; in the order they changed. */
  readonly since?: Date;
  readonly state?: ItemState;
  readonly afterId?: string;
  readonly limit: number;
}

/** Keeps jobs; those that a reader may not see do not exist for it. */
export interface JobStore {
  usableClusters(reader: Reader): Promise<readonly number[]>;
  /** The job that came with this key before. Throws `conflict` when that asked for something else. */
  sameKey(tenantId: string, idempotencyKey: string, requestHash: string): Promise<number | undefined>;
  /** The job that came with the same key before, when it asked for the same; `conflict` when it did not. */
  insert(job: NewJobRow): Promise<{ readonly id: number; readonly existed: boolean }>;
  list(reader: Reader, query: JobQuery): Promise<{ readonly items: readonly JobRow[]; readonly total: number }>;
  byId(reader: Reader, id: number): Promise<JobRow | undefined>;
  items(reader: Reader, id: number, query: ItemQuery): Promise<readonly JobItem[]>;
  itemCounts(reader: Reader, id: number): Promise<ItemCounts | undefined>;
  /** The last ones, oldest first. */
  events(reader: Reader, id: number, limit: number): Promise<readonly JobEvent[]>;
  attempts(reader: Reader, id: number): Promise<readonly JobAttempt[]>;
  cancel(reader: Reader, id: number): Promise<boolean>;
  setBio(reader: Reader, id: number, bio: string): Promise<boolean>;
  remove(reader: Reader, id: number): Promise<boolean>;
}

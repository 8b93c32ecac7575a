import type { ItemState, JobItem } from '../domain/jobs/stores.ts';

/** A job that this worker holds. */
export interface LeasedJob {
  readonly id: number;
  readonly tenantId: string;
  readonly type: string;
  readonly args: unknown;
  readonly secretCipher: string | null;
  readonly clusterIds: readonly number[];
  /** From 1. */
  readonly attempt: number;
  readonly maxAttempts: number;
  readonly timeoutMs: number;
  /** Of the first attempt. */
  readonly startedAt: Date;
}

/** How a job ended. */
export interface JobEnd {
  readonly state: 'succeeded' | 'partial' | 'failed' | 'cancelled';
  readonly failure?: string;
  readonly result?: unknown;
}

/** What became of one piece of content on one host. */
export interface ItemChange {
  readonly clusterId: number;
  readonly url: string;
  readonly taskId: string;
  readonly hostId: string;
  readonly hostname: string;
  readonly ip: string;
  readonly state: ItemState;
  readonly bytes: number;
  readonly contentLength: number | null;
  readonly verified: boolean | null;
  readonly failureCode: string;
  readonly failure: string;
}

export interface Totals {
  readonly totalBytes: number;
  readonly doneBytes: number;
}

type Held = { readonly id: number; readonly holder: string };
/** What can be kept as JSON. */
export type EventData = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** Jobs as a worker takes them; leases keep two workers from one job. */
export interface JobQueue {
  lease(holder: string, leaseMs: number, limit: number): Promise<readonly LeasedJob[]>;
  renew(held: Held, leaseMs: number): Promise<'held' | 'cancelled' | 'lost'>;
  finish(held: Held, end: JobEnd): Promise<boolean>;
  /** Gives it back, to be taken again after `delayMs`. */
  release(held: Held, delayMs: number, why: { readonly failure: string; readonly counted: boolean }): Promise<void>;
  /** Ends jobs that no worker will take. */
  reap(): Promise<number>;
  saveItems(id: number, changes: readonly ItemChange[], totals: Totals): Promise<void>;
  items(id: number): Promise<readonly JobItem[]>;
  note(id: number, kind: string, data: EventData): Promise<void>;
}

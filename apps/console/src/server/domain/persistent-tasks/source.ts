export type ReplicatedKind = 'persistent' | 'persistentCache';

/** A task whose copies are counted, as a scheduler has it. */
export interface ReplicatedTask {
  readonly kind: ReplicatedKind;
  readonly id: string;
  /** Empty for a task of the cache. */
  readonly url: string;
  readonly tag: string;
  readonly application: string;
  /** Copies that eviction leaves alone: wanted, and complete on hosts that are there. */
  readonly wantedReplicas: number;
  readonly pinnedReplicas: number;
  /** Complete copies of either kind, on hosts that are there. */
  readonly replicas: number;
  readonly contentLength: number;
  /** 0: not said. */
  readonly pieceLength: number;
  readonly pieceCount: number;
  readonly state: string;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  readonly expiresAtMs: number;
}

/** One host's copy. */
export interface ReplicatedCopy {
  readonly peerId: string;
  readonly hostId: string;
  readonly hostname: string;
  readonly ip: string;
  readonly idc: string;
  readonly seed: boolean;
  /** Eviction leaves it alone. */
  readonly pinned: boolean;
  readonly state: string;
  readonly costMs: number;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  /** Its host is there. */
  readonly living: boolean;
}

/** What became of one copy of a task that was deleted. */
export interface CopyReceipt {
  readonly hostId: string;
  readonly hostname: string;
  readonly ip: string;
  readonly deleted: boolean;
  /** Why not; empty when it was. */
  readonly failure: string;
}

export interface ReplicatedRef {
  readonly kind: ReplicatedKind;
  readonly id: string;
}

export interface ReplicatedFilter {
  readonly kind?: ReplicatedKind | undefined;
  /** Part of the id or URL, whatever the case. */
  readonly search?: string | undefined;
  readonly application?: string | undefined;
  readonly tag?: string | undefined;
}

/** One scheduler's replicated tasks. All but `list` reject with `notFound` for a task it does not know. */
export interface ReplicatedTasksOf {
  /** At most 10,000. */
  list(filter: ReplicatedFilter, signal: AbortSignal): Promise<readonly ReplicatedTask[]>;
  get(
    ref: ReplicatedRef,
    signal: AbortSignal,
  ): Promise<{ readonly task: ReplicatedTask; readonly copies: readonly ReplicatedCopy[] }>;
  want(ref: ReplicatedRef, replicas: number, signal: AbortSignal): Promise<void>;
  remove(ref: ReplicatedRef, signal: AbortSignal): Promise<readonly CopyReceipt[]>;
}

/** The active schedulers of a cluster. They share their tasks, or each has its own. */
export type ReplicatedSource = (clusterId: number) => Promise<readonly ReplicatedTasksOf[]>;

import type { Reader } from '../access/access-rule.ts';

/** One line of the audit log, before it has its place in the chain. */
export interface NewAuditEvent {
  readonly at: Date;
  readonly tenantId: string | null;
  readonly actorKind: 'user' | 'token' | 'system' | 'anonymous';
  readonly actorUserId: number | null;
  readonly actorName: string;
  readonly action: string;
  readonly targetKind: string;
  readonly targetId: string;
  readonly targetName: string;
  readonly outcome: 'success' | 'failure' | 'refused';
  readonly ip: string;
  readonly userAgent: string;
  readonly requestId: string;
  /** JSON without secrets; `null` for nothing. */
  readonly before: unknown;
  readonly after: unknown;
}

export interface AuditEvent extends NewAuditEvent {
  readonly id: bigint;
  /** Hex; covers the event and the hash before it. */
  readonly hash: string;
}

/** Which events are wanted; what is absent does not matter. */
export interface AuditFilter {
  /** Not before. */
  readonly from?: Date | undefined;
  /** Before. */
  readonly to?: Date | undefined;
  readonly tenantId?: string | undefined;
  readonly actorUserId?: number | undefined;
  readonly actorKind?: NewAuditEvent['actorKind'] | undefined;
  readonly action?: string | undefined;
  readonly targetKind?: string | undefined;
  readonly targetId?: string | undefined;
  readonly outcome?: NewAuditEvent['outcome'] | undefined;
  readonly requestId?: string | undefined;
  /** Stands somewhere in the actor's, the action's or the target's name. */
  readonly text?: string | undefined;
}

/** Which events are wanted by who counts pages, as Dragonfly's callers do. */
export interface NumberedFilter {
  readonly actorName?: string | undefined;
  readonly actorKinds?: readonly NewAuditEvent['actorKind'][] | undefined;
  readonly actions?: { readonly in?: readonly string[]; readonly notIn?: readonly string[] } | undefined;
  readonly outcomes?: readonly NewAuditEvent['outcome'][] | undefined;
}

/** Where the chain begins and ends. */
export interface AuditChain {
  /** What is older than the chain or was forgotten; 0 when it is whole. */
  readonly anchorId: bigint;
  readonly anchorHash: string;
  readonly headId: bigint;
  readonly headHash: string;
}

/** Keeps the audit log. Nobody changes what stands in it; only its oldest part is ever forgotten. */
export interface AuditStore {
  /** Appends behind the newest event, whose hash it hands to `hashed`; one at a time, also among replicas. */
  append(event: NewAuditEvent, hashed: (previous: string) => string): Promise<void>;
  /** The newest first, those before `beforeId` only, as far as the reader may see them. */
  page(
    reader: Reader,
    filter: AuditFilter,
    page: { readonly beforeId?: bigint | undefined; readonly limit: number },
  ): Promise<readonly AuditEvent[]>;
  /** The newest first, with how many there are. */
  numbered(
    reader: Reader,
    filter: NumberedFilter,
    page: { readonly skip: number; readonly limit: number },
  ): Promise<{ readonly items: readonly AuditEvent[]; readonly total: number }>;
  chain(): Promise<AuditChain>;
  /** The oldest first, those behind `afterId` only. */
  inOrder(afterId: bigint, limit: number): Promise<readonly AuditEvent[]>;
  /** Forgets the oldest events while they are older than `at`, moves the anchor, and says how many they were. */
  forgetBefore(at: Date): Promise<number>;
}

import type { Reader } from '../access/access-rule.ts';
import type { TenantRow } from '../accounts/stores.ts';

/** What a tenant is limited in: new jobs in a minute, bytes of preheats under way, from origins in a UTC day, kept on seeds. */
export const quotaKinds = [
  'jobs_per_minute',
  'concurrent_preheat_bytes',
  'origin_bytes_per_day',
  'seed_cached_bytes',
] as const;
export type QuotaKind = (typeof quotaKinds)[number];

/** `null`: no limit. */
export interface Limits {
  readonly soft: number | null;
  readonly hard: number | null;
}

export interface QuotaLimit extends Limits {
  readonly tenantId: string;
  readonly kind: QuotaKind;
}

/** Where the windows begin that are open now. */
export interface QuotaWindows {
  readonly minute: Date;
  readonly day: Date;
}

export interface QuotaUse {
  readonly tenantId: string;
  readonly kind: QuotaKind;
  readonly used: number;
}

/** Keeps what tenants may use and what they use. */
export interface QuotaStore {
  tenants(reader: Reader): Promise<readonly TenantRow[]>;
  limits(tenantId?: string): Promise<readonly QuotaLimit[]>;
  /** Without both limits it is forgotten. */
  set(limit: QuotaLimit): Promise<void>;
  /** What is left out is 0. */
  used(windows: QuotaWindows, tenantId?: string): Promise<readonly QuotaUse[]>;
  /** Counts a job unless there were `hard` already, also among replicas; says how many there are, or nothing. */
  takeJob(tenantId: string, minute: Date, hard: number | null): Promise<number | undefined>;
  /** Bytes that other running preheats of a tenant have still to bring. */
  openPreheatBytes(tenantId: string, exceptJobId: number): Promise<number>;
  originDays(tenantId: string, since: Date): Promise<readonly { readonly startsAt: Date; readonly bytes: number }[]>;
}

import { Failure } from '@damselfly/core';
import type { Reader } from '../access/access-rule.ts';
import { demand, permits } from '../access/permits.ts';
import type { TenantRow } from '../accounts/stores.ts';
import type { Viewer } from '../accounts/viewer.ts';
import type { Audit } from '../audit/audit.ts';
import type { Author } from '../audit/author.ts';
import { spanMs, spanStart } from '../usage/ranges.ts';
import { levelOf, noticeOf, QuotaExceeded, type QuotaState } from './quota-state.ts';
import { type Limits, type QuotaKind, type QuotaLimit, type QuotaStore, type QuotaUse, quotaKinds } from './stores.ts';

export interface TenantQuotas {
  readonly tenant: TenantRow;
  /** One of every kind. */
  readonly quotas: readonly QuotaState[];
}

export interface QuotaUsage extends TenantQuotas {
  /** Bytes from origins in each of the last thirty days with any, oldest first. */
  readonly originDays: readonly { readonly startsAt: Date; readonly bytes: number }[];
}

/** Work that is about to begin, and for whom. */
export interface AskedWork {
  readonly tenantId: string;
  readonly author: Author;
  /** It brings content onto hosts. */
  readonly downloads: boolean;
}

export interface Quotas {
  /** Of every tenant whose quotas the viewer may read, in the order of names. */
  list(viewer: Reader): Promise<readonly TenantQuotas[]>;
  /** Throws `notFound`, also for a tenant that the viewer may not see. */
  usage(viewer: Viewer, tenantId: string): Promise<QuotaUsage>;
  /** `null` lifts a limit. Throws `invalid` when soft is above hard, `notFound`, `forbidden`. */
  set(viewer: Viewer, tenantId: string, kind: QuotaKind, limits: Limits): Promise<TenantQuotas>;
  /**
   * Counts a job before it is made, whoever makes it. Throws `QuotaExceeded` at a hard limit; gives the sentences of soft
   * limits that are reached.
   */
  admit(work: AskedWork): Promise<readonly string[]>;
  /** Quotas that are at a limit, as of the last seconds. */
  reached(viewer: Reader): Promise<readonly ReachedQuota[]>;
}

export interface ReachedQuota {
  readonly tenant: TenantRow;
  readonly state: QuotaState;
}

export interface QuotasNeeds {
  readonly store: QuotaStore;
  readonly audit: Pick<Audit, 'record'>;
  readonly now: () => number;
}

/** Sees all tenants; what it gives is narrowed for whoever asks. */
const everybody: Reader = { rules: [{ action: 'read', subject: 'all' }] };
const historyMs = 30 * spanMs.day;
/** A refusal is written down once in this time for a tenant and kind. */
const noteEveryMs = 60_000;
/** What pages poll is read so often. */
const reachedForMs = 10_000;

/** What tenants may use: limits that warn, and limits that refuse. */
export function createQuotas({ store, audit, now }: QuotasNeeds): Quotas {
  const notedAtMs = new Map<string, number>();
  let snapshot: { readonly atMs: number; readonly reached: Promise<readonly ReachedQuota[]> } | undefined;

  const windows = () => ({ minute: spanStart(now(), 'minute'), day: spanStart(now(), 'day') });
  const read = async (tenantId?: string) => {
    const [limits, used] = await Promise.all([store.limits(tenantId), store.used(windows(), tenantId)]);
    return statesOf(limits, used, now());
  };
  const readersTenants = async (viewer: Reader) =>
    (await store.tenants(viewer)).filter(({ id }) => permits(viewer.rules, 'read', 'Quota', { tenantId: id }));
  const found = async (viewer: Viewer, tenantId: string) => {
    const tenant = (await readersTenants(viewer)).find(({ id }) => id === tenantId);
    if (tenant === undefined) throw new Failure('notFound', 'There is no such tenant.');
    return tenant;
  };

  const everyReached = async (): Promise<readonly ReachedQuota[]> => {
    const [tenants, states] = await Promise.all([store.tenants(everybody), read()]);
    return tenants.flatMap((tenant) =>
      states(tenant.id).flatMap((state) => (state.level === 'free' ? [] : [{ tenant, state }])),
    );
  };

  const refuse = async ({ tenantId, author }: AskedWork, state: QuotaState): Promise<never> => {
    const failure = new QuotaExceeded(state, now());
    const key = `${tenantId} ${state.kind}`;
    if (now() - (notedAtMs.get(key) ?? 0) >= noteEveryMs) {
      notedAtMs.set(key, now());
      const deed = { action: 'create', outcome: 'refused', after: { reason: failure.message } } as const;
      await audit.record(author, { ...deed, tenantId, target: { kind: 'Job', id: '' } });
    }
    throw failure;
  };

  return {
    async list(viewer) {
      const [tenants, states] = await Promise.all([readersTenants(viewer), read()]);
      return tenants.map((tenant) => ({ tenant, quotas: states(tenant.id) }));
    },
    async usage(viewer, tenantId) {
      const tenant = await found(viewer, tenantId);
      const [states, originDays] = await Promise.all([
        read(tenantId),
        store.originDays(tenantId, new Date(now() - historyMs)),
      ]);
      return { tenant, quotas: states(tenantId), originDays };
    },
    async set(viewer, tenantId, kind, { soft, hard }) {
      const tenant = await found(viewer, tenantId);
      demand(viewer, 'update', 'Quota', { tenantId });
      if (soft !== null && hard !== null && soft > hard)
        throw new Failure('invalid', 'soft: must not be above the hard limit');
      const limitsOf = (states: readonly QuotaState[]) => states.find((state) => state.kind === kind);
      const before = limitsOf((await read(tenantId))(tenantId));
      await store.set({ tenantId, kind, soft, hard });
      snapshot = undefined;
      await audit.record(viewer, {
        ...{ action: 'update', tenantId, target: { kind: 'Quota', id: kind, name: tenant.name } },
        before: { soft: before?.soft, hard: before?.hard },
        after: { soft, hard },
      });
      return { tenant, quotas: (await read(tenantId))(tenantId) };
    },
    async admit(work) {
      const { tenantId, downloads } = work;
      const states = downloads ? (await read(tenantId))(tenantId) : [];
      const full = states.find(({ kind, level }) => kind !== 'jobs_per_minute' && level === 'hard');
      if (full !== undefined) return refuse(work, full);
      const limits = states.find(({ kind }) => kind === 'jobs_per_minute') ?? (await jobLimits(store, tenantId));
      const { minute } = windows();
      const jobs = await store.takeJob(tenantId, minute, limits.hard);
      const resetsAt = new Date(minute.getTime() + spanMs.minute);
      const rate = (used: number) => ({ kind: 'jobs_per_minute', ...limits, used, resetsAt, level: 'hard' }) as const;
      if (jobs === undefined) return refuse(work, rate(limits.hard ?? 0));
      const warns = limits.soft !== null && jobs >= limits.soft;
      return [
        ...(warns ? [noticeOf({ ...rate(jobs), level: 'soft' })] : []),
        ...states.filter(({ kind, level }) => kind !== 'jobs_per_minute' && level === 'soft').map(noticeOf),
      ];
    },
    async reached(viewer) {
      if (snapshot === undefined || now() - snapshot.atMs >= reachedForMs) {
        snapshot = { atMs: now(), reached: everyReached() };
      }
      const may = (id: string) => permits(viewer.rules, 'read', 'Quota', { tenantId: id });
      return (await snapshot.reached).filter(({ tenant }) => may(tenant.id));
    },
  };
}

async function jobLimits(store: QuotaStore, tenantId: string): Promise<Limits> {
  const { soft = null, hard = null } =
    (await store.limits(tenantId)).find(({ kind }) => kind === 'jobs_per_minute') ?? {};
  return { soft, hard };
}

/** All quotas of each tenant. */
function statesOf(limits: readonly QuotaLimit[], uses: readonly QuotaUse[], nowMs: number) {
  const key = (tenantId: string, kind: QuotaKind) => `${tenantId} ${kind}`;
  const limitOf = new Map(limits.map((limit) => [key(limit.tenantId, limit.kind), limit]));
  const useOf = new Map(uses.map(({ tenantId, kind, used }) => [key(tenantId, kind), used]));
  const end = (span: 'minute' | 'day') => new Date(spanStart(nowMs, span).getTime() + spanMs[span]);
  const resets: Readonly<Record<QuotaKind, Date | null>> = {
    jobs_per_minute: end('minute'),
    concurrent_preheat_bytes: null,
    origin_bytes_per_day: end('day'),
    seed_cached_bytes: null,
  };
  return (tenantId: string): readonly QuotaState[] =>
    quotaKinds.map((kind) => {
      const { soft = null, hard = null } = limitOf.get(key(tenantId, kind)) ?? {};
      const used = useOf.get(key(tenantId, kind)) ?? 0;
      return { kind, soft, hard, used, resetsAt: resets[kind], level: levelOf({ soft, hard }, used) };
    });
}

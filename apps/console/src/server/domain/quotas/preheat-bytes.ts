import { Failure, formatBytes } from '@damselfly/core';
import { QuotaExceeded } from './quota-state.ts';
import type { QuotaStore } from './stores.ts';

/** Says whether a preheat may go on, now that its size is known: throws when its tenant would be over the hard limit. */
export type AdmitPreheat = (job: { readonly id: number; readonly tenantId: string }, bytes: number) => Promise<void>;

/** Throws `QuotaExceeded` while others are under way, `precondition` for what would never fit. */
export const createPreheatAdmission =
  ({ store, now }: { readonly store: Pick<QuotaStore, 'limits' | 'openPreheatBytes'>; readonly now: () => number }) =>
  async ({ id, tenantId }: Parameters<AdmitPreheat>[0], bytes: number): Promise<void> => {
    const limit = (await store.limits(tenantId)).find(({ kind }) => kind === 'concurrent_preheat_bytes');
    if (limit === undefined || limit.hard === null) return;
    if (bytes > limit.hard) {
      throw new Failure(
        'precondition',
        `the preheat has ${formatBytes(bytes)}, the tenant may have ${formatBytes(limit.hard)} under way (concurrent_preheat_bytes); ask an administrator for more`,
      );
    }
    const others = await store.openPreheatBytes(tenantId, id);
    if (others + bytes <= limit.hard) return;
    const { soft, hard } = limit;
    const state = { kind: limit.kind, soft, hard, used: others, resetsAt: null, level: 'hard' } as const;
    throw new QuotaExceeded(state, now());
  };

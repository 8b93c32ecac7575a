import { Failure, formatBytes, parseBytes } from '@damselfly/core';
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '../../server/trpc/router.ts';
import { curlOf, yamlOf } from '../../ui/twin-text.ts';

type Quotas = inferRouterOutputs<AppRouter>['quotas'];
export type TenantQuotas = Quotas['list'][number];
export type QuotaUsage = Quotas['usage'];
export type Quota = TenantQuotas['quotas'][number];
export type QuotaKind = Quota['kind'];
type SetQuota = inferRouterInputs<AppRouter>['quotas']['set'];

const countedKinds: readonly QuotaKind[] = ['jobs_per_minute'];
/** Whether a quota counts things; the others are bytes. */
export const isCount = (kind: QuotaKind): boolean => countedKinds.includes(kind);

/** The limit that a quota fills up to: the hard one, or the soft one where there is no other. */
export const topOf = ({ hard, soft }: Pick<Quota, 'hard' | 'soft'>): number | null => hard ?? soft;

/** How full a quota is, 0 to 1 and above; 0 without a limit. */
export function fullness({ used, hard, soft }: Pick<Quota, 'used' | 'hard' | 'soft'>): number {
  const top = topOf({ hard, soft });
  if (top === null) return 0;
  return top === 0 ? 1 : used / top;
}

/** A limit as somebody writes it: `20`, `500 GiB`; nothing is no limit. `undefined` when it is written wrongly. */
export function readLimit(text: string, kind: QuotaKind): number | null | undefined {
  const typed = text.trim();
  if (typed === '') return null;
  if (isCount(kind)) return /^\d{1,9}$/.test(typed) ? Number(typed) : undefined;
  try {
    return parseBytes(typed);
  } catch (error) {
    if (error instanceof Failure && error.code === 'invalid') return undefined;
    throw error;
  }
}

/** A limit as `readLimit` reads it back without loss. */
export function writeLimit(limit: number | null, kind: QuotaKind): string {
  if (limit === null) return '';
  if (isCount(kind)) return String(limit);
  const shown = formatBytes(limit);
  return parseBytes(shown) === limit ? shown : String(limit);
}

/** The same by the API. */
export function quotaTwin({ tenantId, ...limits }: SetQuota, origin: string) {
  return {
    curl: curlOf({ method: 'PUT', path: `/api/v2/quotas/${tenantId}`, body: limits }, origin),
    yaml: yamlOf(limits),
  };
}

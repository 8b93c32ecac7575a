import type { Client } from '../domain/access/client.ts';
import type { Viewer } from '../domain/accounts/viewer.ts';
import { RateLimited, type RateLimits, type Verdict } from '../domain/rate-limits/rate-limits.ts';

/** Changes a second: by one token or user, and by a whole tenant; twice that at once after a pause. */
export interface ChangeRates {
  readonly perCaller: number;
  readonly perTenant: number;
}

export const usualRates: ChangeRates = { perCaller: 50, perTenant: 200 };

const rate = (perSecond: number) => ({ intervalMs: 1000 / perSecond, burst: perSecond * 2 });

/**
 * Counts a change for whoever makes it and for their tenant. Puts what is left, of the scarcer one, into `headers`; throws
 * `RateLimited` when there is nothing left. Reading is free, so that who polls is never refused.
 */
export async function countChange(
  limits: RateLimits,
  { perCaller, perTenant }: ChangeRates,
  viewer: Viewer,
  from: Client,
  headers: Record<string, string>,
): Promise<void> {
  const caller = viewer.kind === 'token' ? `token ${viewer.token.id}` : `user ${viewer.user.id} ${from.ip}`;
  const verdicts = await limits.take([
    { key: caller, ...rate(perCaller) },
    { key: `tenant ${viewer.tenant.id}`, ...rate(perTenant) },
  ]);
  const [scarcest] = [...verdicts].sort((a, b) => b.waitMs - a.waitMs || a.left - b.left);
  if (scarcest === undefined) return;
  Object.assign(headers, headersOf(scarcest));
  if (!scarcest.allowed) throw new RateLimited('rate limit exceeded.', scarcest.waitMs);
}

const headersOf = ({ burst, left, fullInMs }: Verdict): Record<string, string> => ({
  'RateLimit-Limit': String(burst),
  'RateLimit-Remaining': String(left),
  'RateLimit-Reset': String(Math.ceil(fullInMs / 1000)),
});

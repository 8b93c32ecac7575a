import { RateLimited, type RateLimits } from './rate-limits.ts';

/** `job_rate_limit` of clusters: new jobs a second, by cluster id. */
export interface JobRateStore {
  jobRates(clusterIds: readonly number[]): Promise<ReadonlyMap<number, number>>;
}

/** Throws `RateLimited` when one of the clusters takes no more new jobs in this second. */
export const createClusterJobRate =
  ({ store, limits }: { readonly store: JobRateStore; readonly limits: RateLimits }) =>
  async (clusterIds: readonly number[]): Promise<void> => {
    const rates = await store.jobRates(clusterIds);
    const asked = [...rates].map(([id, rate]) => ({
      ...{ key: `cluster ${id} jobs`, intervalMs: 1000 / rate, burst: rate },
      ...{ id, rate },
    }));
    const verdicts = await limits.take(asked);
    for (const [n, { allowed, waitMs }] of verdicts.entries()) {
      const { id, rate } = asked[n] ?? {};
      if (!allowed) throw new RateLimited(`Cluster ${id} takes ${rate} new jobs a second (job_rate_limit).`, waitMs);
    }
  };

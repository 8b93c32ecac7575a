import type { Gc } from '../domain/gc/gc.ts';
import { jobArgs } from '../domain/jobs/job-args.ts';
import type { Schedulers } from '../schedulers/schedulers.ts';
import type { JobHandler } from './engine.ts';
import { onEveryScheduler } from './task-lookup.ts';

export interface UpkeepNeeds {
  readonly gc: Pick<Gc, 'run'>;
}

/** Forgets what is old, now instead of by the clock. */
export const gcHandler =
  ({ gc }: UpkeepNeeds): JobHandler =>
  async ({ job }) => {
    const { type } = jobArgs.gc.parse(job.args);
    return { state: 'succeeded', result: { purged: await gc.run(type, job.tenantId) } };
  };

/** Counts the hosts every scheduler knows. They reach the console by themselves, as schedulers announce them. */
export const syncPeersHandler =
  ({ schedulers }: { readonly schedulers: Pick<Schedulers, 'active' | 'at'> }): JobHandler =>
  async (run) => {
    const clusters: Record<string, number> = {};
    await onEveryScheduler({ schedulers }, run, async ({ address, clusterId }) => {
      const hosts = await schedulers.at(address).hosts({ signal: run.signal });
      clusters[clusterId] = Math.max(clusters[clusterId] ?? 0, hosts.length);
    });
    return { state: 'succeeded', result: { hosts: clusters } };
  };

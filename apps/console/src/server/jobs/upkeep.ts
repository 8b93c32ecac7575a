import { jobArgs } from '../domain/jobs/job-args.ts';
import type { Schedulers } from '../schedulers/schedulers.ts';
import type { JobHandler } from './engine.ts';
import { onEveryScheduler } from './task-lookup.ts';

/** What is older than a day counts as old when somebody asks for it. */
const oldMs = 24 * 3600e3;

export interface GcNeeds {
  /** Forgets a tenant's jobs that ended before, and says how many. */
  readonly removeJobs: (before: Date, tenantId: string) => Promise<number>;
  /** Forgets audit events of before, and says how many. */
  readonly removeAudit: (before: Date) => Promise<number>;
  /** How long audit events are kept, at least. */
  readonly auditMs: number;
}

/** Forgets what is old, now instead of by the clock. */
export const gcHandler =
  ({ removeJobs, removeAudit, auditMs }: GcNeeds): JobHandler =>
  async ({ job }) => {
    const { type } = jobArgs.gc.parse(job.args);
    const before = (ms: number) => new Date(Date.now() - ms);
    const purged = type === 'job' ? await removeJobs(before(oldMs), job.tenantId) : await removeAudit(before(auditMs));
    return { state: 'succeeded', result: { purged } };
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

import { Failure } from '@damselfly/core';
import { type Log, pause } from '@damselfly/core/node';
import type { TenantRow } from '../domain/accounts/stores.ts';
import { systemAuthor } from '../domain/audit/author.ts';
import type { Jobs } from '../domain/jobs/jobs.ts';
import { tenantRules } from '../domain/jobs/maker.ts';
import { QuotaExceeded } from '../domain/quotas/quota-state.ts';
import { RateLimited } from '../domain/rate-limits/rate-limits.ts';
import { parseCron } from '../domain/schedules/cron.ts';
import type { ScheduleRow } from '../domain/schedules/schedules.ts';

const everyMs = 1000;
const atOnce = 100;

export interface DueSchedule extends ScheduleRow {
  readonly tenant: TenantRow;
  readonly secretCipher: string | null;
}

export interface ScheduleClockNeeds {
  readonly store: {
    due(now: Date, limit: number): Promise<readonly DueSchedule[]>;
    /** Says when it runs next, unless another console has said so already. */
    advance(id: number, ranFor: Date, nextRunAt: Date | null): Promise<void>;
  };
  readonly jobs: Pick<Jobs, 'createPrepared'>;
  readonly log: Log;
  readonly now?: () => number;
}

/**
 * Makes the jobs of schedules whose time has come. Times that passed while no console ran are made up for by one job. The
 * job's key is the time it is for, so that of several consoles, and of one that dies in between, one job comes.
 */
export function startScheduleClock(needs: ScheduleClockNeeds): { close(): Promise<void> } {
  const over = new AbortController();
  const loop = (async () => {
    do {
      try {
        await runDue(needs);
      } catch (err) {
        needs.log.error({ err }, 'schedules cannot be read; trying again');
      }
    } while ((await pause(everyMs, over.signal)) === 'elapsed');
  })();
  return {
    async close() {
      over.abort();
      await loop;
    },
  };
}

/** Whether a refusal is one that passes within a minute. */
const isShort = (thrown: unknown): boolean =>
  thrown instanceof RateLimited || (thrown instanceof QuotaExceeded && thrown.state.kind === 'jobs_per_minute');

/** One look at what is due. */
export async function runDue({ store, jobs, log, now = Date.now }: ScheduleClockNeeds): Promise<void> {
  for (const schedule of await store.due(new Date(now()), atOnce)) {
    const { id, tenant, nextRunAt, cron, timeZone, args, clusterIds, secretCipher } = schedule;
    if (nextRunAt === null) continue;
    const author = { ...systemAuthor, name: `schedule ${schedule.name}`.slice(0, 64), tenantId: tenant.id };
    const maker = { tenant, rules: tenantRules(tenant.id), userId: null, author, scheduleId: id };
    const idempotencyKey = `schedule ${id} ${nextRunAt.toISOString()}`;
    try {
      await jobs.createPrepared(maker, { args, clusterIds, secretCipher, idempotencyKey });
    } catch (thrown) {
      const { code, message } = Failure.from(thrown);
      if (code === 'internal') throw thrown;
      // Over before the next minute is: it stays due.
      if (isShort(thrown)) continue;
      log.warn({ schedule: id, code, reason: message }, 'a schedule made no job');
    }
    await store.advance(id, nextRunAt, parseCron(cron, timeZone)?.next(new Date(now())) ?? null);
  }
}

import { Failure } from '@damselfly/core';
import { jobs } from '@damselfly/proto';
import { type PreheatListener, type PreheatPlan, preheat } from '../../jobs/preheat.ts';
import type { JobRoom } from './job-room.ts';
import { checkPreheat, planPreheat } from './plan-preheat.ts';

/** Failures of one job that are logged one by one. */
const loggedFailures = 20;

/**
 * Dragonfly's preheat calls: resolves once it is known what to download where, and downloads after that. Cancelling ends
 * the first part; the second ends by itself, at the job's timeout, or with the scheduler.
 */
export async function preheatInBackground(
  room: JobRoom,
  request: Partial<jobs.PreheatRequest>,
  caller: AbortSignal,
): Promise<void> {
  const checked = checkPreheat({ ...jobs.PreheatRequest.fromPartial({}), ...request });
  await new Promise<void>((resolve, reject) => {
    const work = async (signal: AbortSignal) => {
      const plan = await planPreheat(room, checked, AbortSignal.any([signal, caller]));
      resolve();
      await logged(room, plan, signal);
    };
    // What fails before the plan is there is the answer; what fails after it was logged.
    room.run(checked.limits.timeoutMs, [], work).catch(reject);
  });
}

async function logged(room: JobRoom, plan: PreheatPlan, signal: AbortSignal): Promise<void> {
  const { log } = room;
  let warned = 0;
  const listener: PreheatListener = {
    note: () => undefined,
    settled: async ({ target, host, failure }) => {
      if (failure === undefined || warned >= loggedFailures) return;
      warned += 1;
      log.warn({ task: target.task, host: host.id, code: failure.code, err: failure }, 'a preheat failed on a host');
    },
  };
  const size = { urls: plan.targets.length, hosts: plan.hosts.length, scope: plan.scope };
  try {
    log.info({ ...size, ...(await preheat(plan, room.calls, listener, signal)) }, 'a preheat ended');
  } catch (thrown) {
    const failure = Failure.from(thrown);
    log.warn({ ...size, code: failure.code, err: failure }, 'a preheat was ended early');
  }
}

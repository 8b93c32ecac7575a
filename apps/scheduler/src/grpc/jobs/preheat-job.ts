import type { jobs, ServerStreamHandler } from '@damselfly/proto';
import { type Outcome, type PreheatPlan, preheat } from '../../jobs/preheat.ts';
import { ProgressBoard } from '../../jobs/progress-board.ts';
import { hostMessage, progressMessage, targetMessage } from './encode-job.ts';
import type { JobRoom } from './job-room.ts';
import { checkPreheat, planPreheat } from './plan-preheat.ts';

/** A preheat that is watched: what is done, how each download does, how many ended well. Leaving ends it. */
export const preheatJob = (room: JobRoom): ServerStreamHandler<jobs.PreheatRequest, jobs.PreheatResponse> =>
  async function* (request, { signal: caller }) {
    const checked = checkPreheat(request);
    const left = new AbortController();
    const board = new ProgressBoard(AbortSignal.any([caller, left.signal]));
    let told: { resolve: (plan: PreheatPlan) => void; reject: (thrown: unknown) => void } | undefined;
    const planned = new Promise<PreheatPlan>((resolve, reject) => {
      told = { resolve, reject };
    });
    const job = room.run(checked.limits.timeoutMs, [caller, left.signal], async (signal) => {
      const plan = await planPreheat(room, checked, signal);
      told?.resolve(plan);
      return preheat(plan, room.calls, board, signal);
    });
    // What it fails with is thrown below, by the plan or by the job, whichever is awaited then.
    const ended = job
      .then(
        () => undefined,
        (thrown: unknown) => told?.reject(thrown),
      )
      .then(() => board.end());
    try {
      yield resolvedMessage(await planned);
      for await (const progress of board.read()) {
        yield { step: { $case: 'progress', value: progressMessage(progress) } };
      }
      yield outcomeMessage(await job);
    } finally {
      left.abort();
      await ended;
    }
  };

const resolvedMessage = ({ targets, hosts }: PreheatPlan): jobs.PreheatResponse => ({
  step: { $case: 'resolved', value: { targets: targets.map(targetMessage), hosts: hosts.map(hostMessage) } },
});

const outcomeMessage = ({ succeeded, failed }: Outcome): jobs.PreheatResponse => ({
  step: { $case: 'outcome', value: { succeeded: BigInt(succeeded), failed: BigInt(failed) } },
});

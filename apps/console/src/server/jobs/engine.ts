import { Failure } from '@damselfly/core';
import { type Log, pause } from '@damselfly/core/node';
import { type JobSecrets, jobSecrets } from '../domain/jobs/job-args.ts';
import { jobSecretPurpose } from '../domain/jobs/jobs.ts';
import type { Sealer } from '../domain/secrets/sealer.ts';
import { ItemBoard } from './item-board.ts';
import type { EventData, JobEnd, JobQueue, LeasedJob } from './queue.ts';

/** One go at a job. */
export interface JobRun {
  readonly job: LeasedJob;
  readonly secrets: JobSecrets;
  readonly board: ItemBoard;
  /** Fires when the job is cancelled, its time is up, its lease is lost, or the console stops. */
  readonly signal: AbortSignal;
  /** Milliseconds until its time is up. */
  readonly leftMs: () => number;
  note(kind: string, data: EventData): Promise<void>;
}

/** Does a job. What it throws with a code worth a retry is tried again while attempts are left. */
export type JobHandler = (run: JobRun) => Promise<JobEnd>;

export interface JobEngineNeeds {
  readonly queue: JobQueue;
  readonly handlers: Readonly<Record<string, JobHandler>>;
  readonly sealer: Sealer;
  /** Names this process among all that share the database. */
  readonly holder: string;
  readonly log: Log;
  /** Jobs at once in this process. */
  readonly room?: number;
  readonly leaseMs?: number;
  readonly pollMs?: number;
  /** Before the second attempt; twice that before the third. */
  readonly retryMs?: number;
  /** A job ended. */
  readonly onEnd?: (jobId: number) => void;
}

export interface JobEngine {
  /** Looks for work now instead of at the next poll. */
  wake(): void;
  /** Gives running jobs back, so that another console takes them at once. */
  close(): Promise<void>;
}

const lost = new Failure('aborted', 'another console has the job');
const stopping = new Failure('cancelled', 'the console stops');
const cancelled = new Failure('cancelled', 'the job was cancelled');

/** Runs jobs: leases what is due, renews while it lasts, ends it or gives it back. */
export function startJobEngine(needs: JobEngineNeeds): JobEngine {
  const { queue, holder, log, room = 16, leaseMs = 15_000, pollMs = 1000 } = needs;
  const over = new AbortController();
  const running = new Set<Promise<void>>();
  let alarm = new AbortController();
  const wake = () => alarm.abort();

  const loop = (async () => {
    while (!over.signal.aborted) {
      alarm = new AbortController();
      try {
        await queue.reap();
        const free = room - running.size;
        for (const job of free > 0 ? await queue.lease(holder, leaseMs, free) : []) {
          const run = runJob(needs, job, over.signal).finally(() => {
            running.delete(run);
            wake();
          });
          running.add(run);
        }
      } catch (err) {
        log.error({ err }, 'jobs cannot be read; trying again');
      }
      await pause(pollMs, AbortSignal.any([alarm.signal, over.signal]));
    }
  })();
  return {
    wake,
    async close() {
      over.abort(stopping);
      await loop;
      await Promise.all(running);
    },
  };
}

/** Never rejects. */
async function runJob(needs: JobEngineNeeds, job: LeasedJob, over: AbortSignal): Promise<void> {
  const { queue, handlers, sealer, holder, log, leaseMs = 15_000, retryMs = 5_000 } = needs;
  const held = { id: job.id, holder };
  const ended = new AbortController();
  const leftMs = () => Math.max(0, job.startedAt.getTime() + job.timeoutMs - Date.now());
  const timer = setTimeout(() => ended.abort(timedOut(job)), leftMs());
  const signal = AbortSignal.any([ended.signal, over]);
  const heart = beat(queue, held, leaseMs, ended, log);
  const board = new ItemBoard(job.id, queue, (err) => log.warn({ err, job: job.id }, 'progress was not written'));
  try {
    const handler = handlers[job.type];
    if (handler === undefined) throw new Failure('unimplemented', `this console cannot run jobs of type ${job.type}`);
    const secrets = readSecrets(sealer, job);
    board.restore(await queue.items(job.id));
    signal.throwIfAborted();
    const note: JobRun['note'] = (kind, data) => queue.note(job.id, kind, data);
    const end = await handler({ job, secrets, board, signal, leftMs, note });
    await board.close();
    await queue.finish(held, end);
  } catch (thrown) {
    await board.close();
    await settle(needs, job, signal.aborted ? signal.reason : thrown, board, retryMs);
  } finally {
    clearTimeout(timer);
    ended.abort(stopping);
    await heart;
    needs.onEnd?.(job.id);
  }
}

async function settle(needs: JobEngineNeeds, job: LeasedJob, thrown: unknown, board: ItemBoard, retryMs: number) {
  const { queue, holder, log } = needs;
  const held = { id: job.id, holder };
  const failure = Failure.from(thrown);
  if (failure === lost) return;
  if (failure.code === 'internal')
    log.error({ err: failure.cause ?? failure, job: job.id }, 'a job failed unexpectedly');
  try {
    if (failure === cancelled) await queue.finish(held, { state: 'cancelled' });
    else if (failure === stopping) await queue.release(held, 0, { failure: failure.message, counted: false });
    else if (failure.surface.retry && failure.code !== 'timeout' && job.attempt < job.maxAttempts) {
      await queue.release(held, retryMs * job.attempt, { failure: failure.message, counted: true });
    } else {
      const some = [...board.items].some(({ state }) => state === 'succeeded');
      await queue.finish(held, { state: some ? 'partial' : 'failed', failure: failure.message });
    }
  } catch (err) {
    // Its lease runs out, and it is taken up again.
    log.error({ err, job: job.id }, 'the end of a job was not written');
  }
}

/** Renews the lease until `ended`, and ends the job when it is cancelled or the lease cannot be kept. */
async function beat(
  queue: Pick<JobQueue, 'renew'>,
  held: { id: number; holder: string },
  leaseMs: number,
  ended: AbortController,
  log: Log,
): Promise<void> {
  let keptAtMs = Date.now();
  // So that a cancelled job ends within a second.
  const everyMs = Math.min(1000, leaseMs / 3);
  while ((await pause(everyMs, ended.signal)) === 'elapsed') {
    try {
      const kept = await queue.renew(held, leaseMs);
      keptAtMs = Date.now();
      if (kept !== 'held') ended.abort(kept === 'lost' ? lost : cancelled);
    } catch (err) {
      log.warn({ err, job: held.id }, 'a lease was not renewed');
      if (Date.now() - keptAtMs > leaseMs) ended.abort(lost);
    }
  }
}

const timedOut = ({ timeoutMs }: LeasedJob) =>
  new Failure('timeout', `the job was not done within ${Math.round(timeoutMs / 1000)} s; give it a longer timeout`);

function readSecrets(sealer: Sealer, { secretCipher }: LeasedJob): JobSecrets {
  return secretCipher === null ? {} : jobSecrets.parse(JSON.parse(sealer.open(secretCipher, jobSecretPurpose)));
}

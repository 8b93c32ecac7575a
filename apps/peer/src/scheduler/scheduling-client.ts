import { Failure, type HostId, type TaskId } from '@damselfly/core';
import type { Log } from '@damselfly/core/node';
import { type common, unaryCall } from '@damselfly/proto';
import type { Registration, SchedulerSession, Scheduling, SessionListener } from '../download/scheduling.ts';
import { type AnnounceCall, AnnounceSession, announceStandard } from './announce-session.ts';
import type { KnownScheduler, SchedulerPool } from './scheduler-pool.ts';

export interface SchedulingClientOptions {
  readonly pool: SchedulerPool;
  readonly host: HostId;
  readonly log: Log;
  /** For another kind of tasks; standard ones when absent. */
  readonly announceFor?: (registration: Registration) => AnnounceCall;
}

const lookupTimeoutMs = 2000;
const farewellMs = 500;

/** The schedulers over gRPC: the task's own by the hash ring, the next when that one does not answer. */
export class SchedulingClient implements Scheduling {
  readonly #options: SchedulingClientOptions;
  readonly #sessions = new Set<AnnounceSession>();

  constructor(options: SchedulingClientOptions) {
    this.#options = options;
  }

  async register(
    registration: Registration,
    listener: SessionListener,
    signal: AbortSignal,
  ): Promise<SchedulerSession> {
    const { pool, host, log, announceFor } = this.#options;
    const scheduler = await this.reachable(registration.request.task, signal);
    const lost = (failure: Failure) => {
      if (failure.code === 'unavailable') pool.markDown(scheduler);
      listener.lost(failure);
    };
    const session = new AnnounceSession({
      scheduler,
      host,
      registration,
      listener: { reply: (reply) => listener.reply(reply), lost },
      announce: announceFor?.(registration) ?? announceStandard,
      announceAgain: (stop) => pool.announce(scheduler, stop, true),
      isAlive: (stop) => pool.isAlive(scheduler, stop),
      log,
    });
    this.#sessions.add(session);
    void session.closed.finally(() => this.#sessions.delete(session));
    return session;
  }

  async knownLength(task: TaskId, signal: AbortSignal): Promise<number | undefined> {
    try {
      const found = await this.stat(task, signal);
      return found.hasAvailablePeer && found.pieceCount > 0 ? Number(found.contentLength) : undefined;
    } catch (thrown) {
      if (signal.aborted) throw thrown;
      this.#options.log.debug({ task, err: thrown }, 'the swarm does not know the length');
      return undefined;
    }
  }

  /** What the task's scheduler knows of it. Throws `notFound`, or `unavailable` when no scheduler answers. */
  async stat(task: TaskId, signal: AbortSignal): Promise<common.Task> {
    const { client } = await this.reachable(task, signal);
    const request = { hostId: this.#options.host, taskId: task };
    return unaryCall(client.statTask.bind(client), request, { signal, timeoutMs: lookupTimeoutMs });
  }

  /** Tells the task's scheduler that this host holds it no longer. */
  async forget(task: TaskId, signal: AbortSignal): Promise<void> {
    const { client } = await this.reachable(task, signal);
    const request = { hostId: this.#options.host, taskId: task };
    await unaryCall(client.deleteTask.bind(client), request, { signal, timeoutMs: lookupTimeoutMs });
  }

  /** Lets conversations that are over end, and cuts the others. */
  async close(): Promise<void> {
    const timer = setTimeout(() => {
      for (const session of this.#sessions) session.abort();
    }, farewellMs);
    await Promise.all([...this.#sessions].map(({ closed }) => closed));
    clearTimeout(timer);
  }

  /** The task's scheduler, connected; `unavailable` when none answers. */
  async reachable(task: TaskId, signal: AbortSignal): Promise<KnownScheduler> {
    for (const scheduler of this.#options.pool.choose(task)) {
      if (signal.aborted) throw new Failure('cancelled', 'the caller left', { cause: signal.reason });
      try {
        await this.#options.pool.reach(scheduler);
        return scheduler;
      } catch (thrown) {
        this.#options.log.info({ scheduler: scheduler.name, err: thrown }, 'trying the next scheduler');
      }
    }
    throw new Failure('unavailable', 'no scheduler answers; check scheduler.addrs or manager.addr');
  }
}

import { Failure } from '@damselfly/core';
import type { Log } from '@damselfly/core/node';
import type { AddressPolicy } from '@damselfly/registry';
import type { JobHost } from '../../jobs/job-host.ts';
import type { PeerCalls } from '../../jobs/peer-calls.ts';
import { DfdaemonCalls } from './dfdaemon-calls.ts';

export interface JobRoomOptions {
  /** Every host known now. */
  readonly hosts: () => readonly JobHost[];
  readonly addresses: AddressPolicy;
  /** The scheduler's own address, which peers note as who asked. */
  readonly remoteIp: string;
  readonly log: Log;
}

/** Jobs running at once, those in the background included. */
const jobLimit = 64;

/** Where jobs run: it bounds and times them, and ends all when the scheduler stops. */
export class JobRoom {
  readonly #options: JobRoomOptions;
  readonly #stop = new AbortController();
  readonly #running = new Set<Promise<unknown>>();
  readonly calls: PeerCalls = new DfdaemonCalls();

  constructor(options: JobRoomOptions) {
    this.#options = options;
  }

  get hosts(): readonly JobHost[] {
    return this.#options.hosts();
  }

  get addresses(): AddressPolicy {
    return this.#options.addresses;
  }

  get remoteIp(): string {
    return this.#options.remoteIp;
  }

  get log(): Log {
    return this.#options.log;
  }

  /** Runs one job. Its signal also aborts with `callers`, after `timeoutMs` as `timeout`, and when the scheduler stops. */
  async run<T>(
    timeoutMs: number,
    callers: readonly AbortSignal[],
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    if (this.#running.size >= jobLimit) {
      throw new Failure('exhausted', `${jobLimit} jobs are running, the limit; try again later`);
    }
    const over = new AbortController();
    const timer = setTimeout(
      () => over.abort(new Failure('timeout', `the job took longer than ${timeoutMs} ms; allow more with timeout`)),
      timeoutMs,
    );
    const job = work(AbortSignal.any([over.signal, this.#stop.signal, ...callers]));
    this.#running.add(job);
    try {
      return await job;
    } finally {
      clearTimeout(timer);
      this.#running.delete(job);
      over.abort(new Failure('cancelled', 'the job is over'));
    }
  }

  /** Cancels every job and waits for their ends. */
  async close(): Promise<void> {
    this.#stop.abort(new Failure('cancelled', 'the scheduler stops'));
    await Promise.allSettled(this.#running);
  }
}

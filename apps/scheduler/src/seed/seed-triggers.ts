import { Failure, type HostId, type TaskId } from '@damselfly/core';
import type { Log } from '@damselfly/core/node';
import { common, createClient, dfdaemon, hostAndPort, serverStreamCall } from '@damselfly/proto';
import type { Effect } from '../core/effect.ts';
import type { SchedulerEvent } from '../core/input.ts';

type Trigger = Extract<Effect, { kind: 'triggerSeed' }>;

export interface SeedTriggersOptions {
  /** Where a seed serves peers; `undefined` once it is gone. */
  readonly addressOf: (host: HostId) => { ip: string; port: number } | undefined;
  readonly submit: (event: SchedulerEvent) => void;
  /** Longest a seed may take for one task. */
  readonly timeoutMs: number;
  readonly log: Log;
}

/** Calls under way at once; the core asks one seed a task, so this bounds tasks that start at the same time. */
const runningLimit = 4096;

/** Asks seed peers to fetch tasks, and tells the core how that ended. */
export class SeedTriggers {
  readonly #options: SeedTriggersOptions;
  readonly #running = new Set<Promise<void>>();
  readonly #stop = new AbortController();

  constructor(options: SeedTriggersOptions) {
    this.#options = options;
  }

  /** Starts one trigger. Its end is submitted as an event, never before this returns. */
  fire({ host, task, download }: Trigger): void {
    const run = this.#run(host, task, download).finally(() => this.#running.delete(run));
    this.#running.add(run);
  }

  /** Cancels every call and waits for their ends. */
  async close(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#running);
  }

  async #run(host: HostId, task: TaskId, download: Uint8Array): Promise<void> {
    const { submit, log } = this.#options;
    try {
      await this.#drain(host, download);
      submit({ kind: 'seedTriggerEnded', host, task });
    } catch (thrown) {
      if (this.#stop.signal.aborted) return;
      const failure = Failure.from(thrown);
      log.warn({ host, task, code: failure.code, err: failure }, 'a seed peer did not fetch a task');
      submit({ kind: 'seedTriggerFailed', host, task, why: failure.message });
    }
  }

  async #drain(host: HostId, download: Uint8Array): Promise<void> {
    const address = this.#options.addressOf(host);
    if (address === undefined) throw new Failure('unavailable', `the seed host ${host} is gone`);
    if (this.#running.size > runningLimit) throw new Failure('exhausted', 'too many seed peers are being asked');
    const client = createClient(dfdaemon.DfdaemonUploadClient, { address: hostAndPort(address.ip, address.port) });
    try {
      const request = { download: common.Download.decode(download) };
      const settings = { signal: this.#stop.signal, timeoutMs: this.#options.timeoutMs };
      for await (const _ of serverStreamCall(client.downloadTask.bind(client), request, settings));
    } finally {
      client.close();
    }
  }
}

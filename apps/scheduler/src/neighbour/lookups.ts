import { Failure, type HostId, hostId, peerId, type TaskId } from '@damselfly/core';
import { type Log, pause } from '@damselfly/core/node';
import { createClient, neighbours, serverStreamCall } from '@damselfly/proto';
import type { SchedulerEvent } from '../core/input.ts';
import type { Holder } from '../core/neighbours.ts';
import { checkId, checkLength } from '../grpc/validate.ts';
import type { NeighbourDirectory } from './directory.ts';

export interface LookupsOptions {
  readonly directory: NeighbourDirectory;
  /** How this scheduler is called in its neighbours' lists. */
  readonly self: () => string;
  readonly submit: (event: SchedulerEvent) => void;
  /** Longest an answer may take. */
  readonly timeoutMs: number;
  readonly log: Log;
}

/** Lookups under way at once; for more tasks the source is visited without one. */
const runningLimit = 1024;
/** A neighbour that lives says within this that it has heard. */
const firstWordMs = 1000;
/** A neighbour that did not answer is left alone for this long. */
const restMs = 10_000;
/** When a neighbour is found dead, its peers are about to come here: they are given this long. */
const graceMs = 2000;

interface Answer {
  readonly holders: readonly Holder[];
  readonly complete: boolean;
}

/** Asks the other schedulers who can give a task, all at once, and tells the core. */
export class Lookups {
  readonly #options: LookupsOptions;
  readonly #running = new Set<Promise<void>>();
  readonly #silentSinceMs = new Map<string, number>();
  readonly #stop = new AbortController();

  constructor(options: LookupsOptions) {
    this.#options = options;
  }

  /** Starts one lookup. Its outcome is submitted as an event, never before this returns. */
  fire({ task, host }: { readonly task: TaskId; readonly host: HostId }): void {
    const run = this.#run(task, host).finally(() => this.#running.delete(run));
    this.#running.add(run);
  }

  /** Cancels every call and waits for their ends. */
  async close(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#running);
  }

  async #run(task: TaskId, host: HostId): Promise<void> {
    const { submit, log, directory } = this.#options;
    const { signal } = this.#stop;
    const nobody: Answer = { holders: [], complete: false };
    const others = this.#running.size < runningLimit ? await directory.others(signal) : undefined;
    const answer = others === undefined ? nobody : await this.#askAll(others, task, host);
    if (signal.aborted) return;
    if (answer.holders.length > 0) log.info({ task, holders: answer.holders.length }, 'a neighbour has the task');
    submit({ kind: 'neighboursAnswered', task, ...answer });
  }

  /** The first answer with somebody in it; else, when all have answered or failed, nobody. */
  async #askAll(others: readonly string[], task: TaskId, host: HostId): Promise<Answer> {
    const enough = new AbortController();
    const signal = AbortSignal.any([this.#stop.signal, enough.signal]);
    let complete = true;
    let found: readonly Holder[] = [];
    const asked = others.filter((address) => !this.#rests(address));
    await Promise.all(
      asked.map(async (address) => {
        try {
          const holders = await this.#ask(address, task, host, signal);
          this.#silentSinceMs.delete(address);
          if (holders.length === 0 || found.length > 0) return;
          found = holders;
          enough.abort();
        } catch (thrown) {
          if (signal.aborted) return;
          complete = false;
          this.#options.log.info({ neighbour: address, err: Failure.from(thrown) }, 'a neighbour does not answer');
          this.#silentSinceMs.set(address, performance.now());
        }
      }),
    );
    if (found.length > 0) return { holders: found, complete: false };
    const graceEndsMs = Math.max(...others.map((address) => this.#silentSinceMs.get(address) ?? 0)) + graceMs;
    if (graceEndsMs > performance.now()) await pause(graceEndsMs - performance.now(), this.#stop.signal);
    return { holders: [], complete };
  }

  #rests(address: string): boolean {
    const sinceMs = this.#silentSinceMs.get(address);
    return sinceMs !== undefined && performance.now() - sinceMs < restMs;
  }

  async #ask(address: string, task: TaskId, host: HostId, stop: AbortSignal): Promise<readonly Holder[]> {
    const client = createClient(neighbours.NeighbourServiceClient, { address });
    const mute = new AbortController();
    const timer = setTimeout(
      () => mute.abort(new Failure('timeout', `${address} says nothing within ${firstWordMs} ms`)),
      firstWordMs,
    );
    try {
      const settings = { signal: AbortSignal.any([stop, mute.signal]), timeoutMs: this.#options.timeoutMs };
      const request = { taskId: task, asker: this.#options.self(), hostId: host };
      for await (const message of serverStreamCall(client.findTask.bind(client), request, settings)) {
        clearTimeout(timer);
        if (!message.wait) return message.holders.map(holderOf);
      }
      return [];
    } catch (thrown) {
      // It lives and has nobody yet: no reason to leave it alone.
      if (Failure.from(thrown).code === 'timeout' && !mute.signal.aborted) return [];
      throw thrown;
    } finally {
      clearTimeout(timer);
      client.close();
    }
  }
}

function holderOf({ peerId: peer, hostId: host, finished, range }: neighbours.Holder): Holder {
  const who = { peer: peerId(checkId(peer, 'peer_id')), host: hostId(checkId(host, 'host_id')), finished };
  if (range === undefined) return who;
  return { ...who, range: { start: checkLength(range.start, 'start'), length: checkLength(range.length, 'length') } };
}

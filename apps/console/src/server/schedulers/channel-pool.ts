import { Failure } from '@damselfly/core';
import { createClient, decisions, jobs, replicated, scheduler } from '@damselfly/proto';

/** The clients of one scheduler; they share a connection. */
export interface SchedulerClients {
  readonly jobs: jobs.JobServiceClient;
  readonly decisions: decisions.DecisionServiceClient;
  readonly scheduler: scheduler.SchedulerClient;
  readonly replicated: replicated.ReplicatedTaskServiceClient;
}

interface Entry {
  readonly clients: SchedulerClients;
  users: number;
  usedAtMs: number;
}

export interface ChannelPoolOptions {
  /** Connections held at once. */
  readonly limit?: number;
  /** How long a connection nobody uses is kept. */
  readonly idleMs?: number;
  readonly now?: () => number;
}

/** Connections to schedulers, by address. One that nobody uses is closed for another, or when it idled too long. */
export class ChannelPool {
  readonly #entries = new Map<string, Entry>();
  readonly #options: Required<ChannelPoolOptions>;
  #closed = false;

  constructor({ limit = 256, idleMs = 300_000, now = Date.now }: ChannelPoolOptions = {}) {
    this.#options = { limit, idleMs, now };
  }

  /** Lends the clients of `ip:port` until `release`. Throws `exhausted` when all connections are in use. */
  borrow(address: string): { readonly clients: SchedulerClients; release(): void } {
    if (this.#closed) throw new Failure('cancelled', 'the console is stopping');
    const entry = this.#entries.get(address) ?? this.#open(address);
    entry.users += 1;
    let released = false;
    return {
      clients: entry.clients,
      release: () => {
        if (released) return;
        released = true;
        entry.users -= 1;
        entry.usedAtMs = this.#options.now();
      },
    };
  }

  /** Ends every connection and the calls on it. */
  close(): void {
    this.#closed = true;
    for (const address of [...this.#entries.keys()]) this.#drop(address);
  }

  #open(address: string): Entry {
    this.#makeRoom();
    const first = createClient(jobs.JobServiceClient, { address });
    const shared = { address, options: { channelOverride: first.getChannel() } };
    const clients = {
      jobs: first,
      decisions: createClient(decisions.DecisionServiceClient, shared),
      scheduler: createClient(scheduler.SchedulerClient, shared),
      replicated: createClient(replicated.ReplicatedTaskServiceClient, shared),
    };
    const entry = { clients, users: 0, usedAtMs: this.#options.now() };
    this.#entries.set(address, entry);
    return entry;
  }

  #makeRoom(): void {
    const { limit, idleMs, now } = this.#options;
    const unused = [...this.#entries].filter(([, { users }]) => users === 0);
    for (const [address, { usedAtMs }] of unused) if (now() - usedAtMs > idleMs) this.#drop(address);
    if (this.#entries.size < limit) return;
    const oldest = unused.sort(([, a], [, b]) => a.usedAtMs - b.usedAtMs)[0];
    if (oldest === undefined) throw new Failure('exhausted', `${limit} schedulers are being asked already; try later`);
    this.#drop(oldest[0]);
  }

  #drop(address: string): void {
    this.#entries.get(address)?.clients.jobs.close();
    this.#entries.delete(address);
  }
}

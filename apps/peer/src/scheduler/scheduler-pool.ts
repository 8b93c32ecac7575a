import { Failure, type HostId, type TaskId } from '@damselfly/core';
import { type Log, pause, type SchedulerAddress, schedulersFor } from '@damselfly/core/node';
import { connected, createClient, health, hostAndPort, scheduler, unaryCall } from '@damselfly/proto';
import { type ChannelCredentials, connectivityState } from '@grpc/grpc-js';
import type { DescribeHost } from '../host/host-facts.ts';
import { durationMessage } from '../wire/piece-message.ts';
import type { SchedulerDirectory } from './directory.ts';
import type { SchedulerMetrics } from './scheduler-metrics.ts';

/** A scheduler and the connection to it. */
export interface KnownScheduler extends SchedulerAddress {
  readonly client: scheduler.SchedulerClient;
  readonly name: string;
}

interface Entry extends KnownScheduler {
  /** False after it failed to answer, until an announcement gets through again. */
  up: boolean;
  announcedAtMs: number | undefined;
}

export interface SchedulerPoolOptions {
  readonly directory: SchedulerDirectory;
  readonly credentials: ChannelCredentials;
  readonly host: HostId;
  readonly describeHost: DescribeHost;
  readonly announceIntervalMs: number;
  readonly refreshIntervalMs: number;
  /** How often a scheduler or manager that does not answer is tried again. */
  readonly retryIntervalMs: number;
  readonly log: Log;
  readonly metrics: SchedulerMetrics;
  /** A scheduler knows of this host that did not before: it was just found, was down, or was restarted. */
  readonly onIntroduced: (scheduler: KnownScheduler) => void;
}

const callTimeoutMs = 3000;
const farewellTimeoutMs = 1000;

/**
 * Keeps the schedulers of this host: finds them, tells them that the host is here, and notices who is gone. Nothing
 * here is needed to start or to serve; it goes on trying in the background.
 */
export class SchedulerPool {
  readonly #options: SchedulerPoolOptions;
  readonly #entries = new Map<string, Entry>();
  readonly #stop = new AbortController();
  #running: Promise<void> | undefined;
  #refreshedAtMs: number | undefined;
  #directoryDown = false;

  constructor(options: SchedulerPoolOptions) {
    this.#options = options;
  }

  /** Begins to look for schedulers; the host must be able to describe itself by then. */
  start(): void {
    this.#running ??= this.#run();
  }

  /** Schedulers that answer. */
  get upCount(): number {
    return [...this.#entries.values()].filter(({ up, announcedAtMs }) => up && announcedAtMs !== undefined).length;
  }

  /** Whom to ask about a task, best first; those known to be down are left out. */
  choose(task: TaskId): KnownScheduler[] {
    return schedulersFor(
      task,
      [...this.#entries.values()].filter(({ up }) => up),
    );
  }

  /** Waits for the connection; a scheduler that does not answer is left out from then on. */
  async reach(known: KnownScheduler): Promise<void> {
    try {
      await connected(known.client, callTimeoutMs);
    } catch (thrown) {
      this.markDown(known);
      throw thrown;
    }
  }

  /** Asks whether the scheduler serves; one that does not say so in time is left out from then on. */
  async isAlive(known: KnownScheduler, signal: AbortSignal): Promise<boolean> {
    const { credentials } = this.#options;
    const client = createClient(health.HealthClient, { address: known.name, credentials });
    try {
      const settings = { signal, timeoutMs: callTimeoutMs };
      const { status } = await unaryCall(client.check.bind(client), { service: '' }, settings);
      return status === health.HealthCheckResponse_ServingStatus.SERVING;
    } catch (thrown) {
      if (signal.aborted) throw thrown;
      this.#options.log.info({ scheduler: known.name, err: thrown }, 'a scheduler hangs');
      this.markDown(known);
      return false;
    } finally {
      client.close();
    }
  }

  markDown({ name }: KnownScheduler): void {
    const entry = this.#entries.get(name);
    if (entry !== undefined) this.#down(entry);
  }

  /** Tells one scheduler that this host is here; `again` when it is known to have forgotten. */
  async announce({ name, client }: KnownScheduler, signal: AbortSignal, again = false): Promise<void> {
    const { describeHost, announceIntervalMs } = this.#options;
    const request = { host: await describeHost(), interval: durationMessage(announceIntervalMs) };
    await unaryCall(client.announceHost.bind(client), request, { signal, timeoutMs: callTimeoutMs });
    const entry = this.#entries.get(name);
    if (entry === undefined) return;
    const known = entry.up && entry.announcedAtMs !== undefined && !again;
    entry.up = true;
    entry.announcedAtMs = performance.now();
    if (!known) this.#options.onIntroduced(entry);
  }

  /** Tells every scheduler that answers that this host leaves. The next announcement brings it back. */
  async farewell(): Promise<void> {
    const goodbyes = [...this.#entries.values()]
      .filter(({ up, announcedAtMs }) => up && announcedAtMs !== undefined)
      .map(({ client }) => {
        const request = { hostId: this.#options.host };
        return unaryCall(client.deleteHost.bind(client), request, { timeoutMs: farewellTimeoutMs });
      });
    for (const result of await Promise.allSettled(goodbyes)) {
      if (result.status === 'rejected')
        this.#options.log.info({ err: result.reason }, 'a scheduler missed our goodbye');
    }
  }

  /** Says goodbye and closes the connections. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#running;
    await this.farewell();
    for (const { client } of this.#entries.values()) client.close();
    this.#options.directory.close();
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      await this.#refresh(signal);
      await Promise.all([...this.#entries.values()].map((entry) => this.#keepAnnounced(entry, signal)));
      await pause(this.#tickMs, signal);
    }
  }

  get #tickMs(): number {
    return Math.min(this.#options.retryIntervalMs, this.#options.refreshIntervalMs);
  }

  async #refresh(signal: AbortSignal): Promise<void> {
    const { directory, refreshIntervalMs, log } = this.#options;
    // The next look comes a tick later: this one must not be late.
    const dueMs = refreshIntervalMs - this.#tickMs;
    const isFresh = this.#refreshedAtMs !== undefined && performance.now() - this.#refreshedAtMs < dueMs;
    if (isFresh && !directory.isOutdated()) return;
    try {
      const found = await directory.schedulers(signal);
      if (found.length > 0) this.#refreshedAtMs = performance.now();
      this.#take(found);
      this.#directoryDown = false;
    } catch (thrown) {
      if (signal.aborted) return;
      this.#options.metrics.unknown.inc();
      if (!this.#directoryDown)
        log.warn({ err: thrown }, 'schedulers cannot be looked up; going on with those that are known');
      this.#directoryDown = true;
    }
  }

  #take(found: readonly SchedulerAddress[]): void {
    const names = new Set(found.map(({ ip, port }) => hostAndPort(ip, port)));
    for (const [name, { client }] of this.#entries) {
      if (names.has(name)) continue;
      client.close();
      this.#entries.delete(name);
    }
    for (const { ip, port } of found) {
      const name = hostAndPort(ip, port);
      if (this.#entries.has(name)) continue;
      const { credentials } = this.#options;
      const client = createClient(scheduler.SchedulerClient, { address: name, credentials });
      const entry: Entry = { ip, port, name, client, up: true, announcedAtMs: undefined };
      this.#entries.set(name, entry);
      this.#watch(entry);
    }
  }

  #down(entry: Entry): void {
    if (entry.up) this.#options.metrics.lost.inc();
    entry.up = false;
  }

  /** A connection that breaks may mean a scheduler that begins anew and knows nobody: it is told again. */
  #watch(entry: Entry): void {
    const channel = entry.client.getChannel();
    const state = channel.getConnectivityState(false);
    if (state === connectivityState.SHUTDOWN) return;
    channel.watchConnectivityState(state, Number.POSITIVE_INFINITY, () => {
      if (this.#stop.signal.aborted) return;
      if (state === connectivityState.READY) entry.announcedAtMs = undefined;
      this.#watch(entry);
    });
  }

  async #keepAnnounced(entry: Entry, signal: AbortSignal): Promise<void> {
    const { announceIntervalMs, log } = this.#options;
    const due = entry.announcedAtMs === undefined || performance.now() - entry.announcedAtMs >= announceIntervalMs;
    if (entry.up && !due) return;
    const wasUp = entry.up;
    try {
      await this.announce(entry, signal);
      if (!wasUp) log.info({ scheduler: entry.name }, 'a scheduler answers again');
    } catch (thrown) {
      if (signal.aborted) return;
      this.#down(entry);
      if (wasUp) log.warn({ scheduler: entry.name, err: Failure.from(thrown) }, 'a scheduler does not answer');
    }
  }
}

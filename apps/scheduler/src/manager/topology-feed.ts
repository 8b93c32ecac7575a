import type { DagEvent, HostFacts, TaskId, TaskSummary } from '@damselfly/core';
import { pause } from '@damselfly/core/node';
import {
  encodeBatch,
  encodeHost,
  encodeHostFlows,
  encodeSnapshot,
  encodeSummary,
  type topology,
} from '@damselfly/proto';
import { toBatches } from './batches.ts';
import { EventRing } from './event-ring.ts';
import { SentHosts } from './host-changes.ts';
import { FlowMeters } from './host-flows.ts';
import type { ManagerLink, SchedulerSelf, TopologySource } from './port.ts';

type Request = topology.PublishRequest;

const batchEveryMs = 100;
const summariesEveryMs = 1000;
/** Hosts are compared this often although nobody said that one changed. */
const hostsEveryMs = 5000;
const hostsAtMostEveryMs = 1000;
const summariesPerMessage = 500;
const hostsPerMessage = 500;
/** Sent tasks looked at for being gone, per round of summaries. */
const goneChecksPerRound = 200;
const maxChangedTasks = 100_000;
const maxWatchedTasks = 10_000;

export interface FeedNeeds {
  readonly self: SchedulerSelf;
  readonly source: TopologySource;
  /** Events that wait while the manager is slow; the oldest are dropped beyond. */
  readonly ringCapacity?: number;
  readonly now?: () => number;
}

/** What one stream to one manager still has to say. The stream pulls; what is published meanwhile waits, bounded. */
export class TopologyFeed implements Pick<ManagerLink, 'publish' | 'hostsChanged'> {
  readonly #self: SchedulerSelf;
  readonly #source: TopologySource;
  readonly #now: () => number;
  readonly #ring: EventRing;
  readonly #hosts = new SentHosts();
  readonly #flows = new FlowMeters();
  /** The last sequence sent of each watched task that has had its snapshot. */
  readonly #sentSeq = new Map<TaskId, number>();
  readonly #snapshotDue = new Set<TaskId>();
  readonly #changed = new Set<TaskId>();
  readonly #told = new Set<TaskId>();
  #goneChecks: Iterator<TaskId> = this.#told.values();
  /** Tasks that may be watched at once because something happened in them. */
  #recordLimit = 0;
  #tellAll = false;
  #hostsDue = false;
  #hostsSentMs = 0;
  #summariesSentMs = 0;

  constructor({ self, source, ringCapacity = 50_000, now = Date.now }: FeedNeeds) {
    this.#self = self;
    this.#source = source;
    this.#now = now;
    this.#ring = new EventRing(ringCapacity);
  }

  get waitingEvents(): number {
    return this.#ring.size;
  }

  publish: ManagerLink['publish'] = (task, seq, event) => {
    if (this.#changed.size < maxChangedTasks) this.#changed.add(task);
    else this.#tellAll = true;
    if (event.kind === 'piecesFinished') {
      const graph = this.#source.snapshot(task);
      if (graph !== undefined) this.#flows.count(graph, event, this.#now());
    }
    const sent = this.#sentSeq.get(task);
    if (sent === undefined) {
      if (this.#watched < this.#recordLimit) this.#beginRecord(task, seq, event);
      return;
    }
    if (seq > sent) this.#ring.push({ task, seq, event });
    else this.#snapshotDue.add(task); // The task was forgotten and began anew.
  };

  hostsChanged(): void {
    this.#hostsDue = true;
  }

  /** From now on whatever happens counts as watched, up to so many tasks. */
  record(maxTasks: number): void {
    this.#recordLimit = Math.min(maxTasks, maxWatchedTasks);
  }

  get #watched(): number {
    return this.#sentSeq.size + this.#snapshotDue.size;
  }

  /** A new task's events are sent from the first on; of another nobody has seen the beginning. */
  #beginRecord(task: TaskId, seq: number, event: DagEvent): void {
    if (seq > 1) {
      this.#snapshotDue.add(task);
      return;
    }
    this.#sentSeq.set(task, 0);
    this.#ring.push({ task, seq, event });
  }

  /** The manager wants a task's events, or lost some: the next thing it gets is a snapshot. */
  watch(task: TaskId): void {
    if (task !== '' && this.#watched < maxWatchedTasks) this.#snapshotDue.add(task);
  }

  snapshotWanted(task: TaskId): void {
    if (this.#sentSeq.has(task)) this.#snapshotDue.add(task);
  }

  unwatch(task: TaskId): void {
    this.#sentSeq.delete(task);
    this.#snapshotDue.delete(task);
  }

  /** Everything at first, then what changes, until the signal aborts. */
  async *messages(signal: AbortSignal): AsyncGenerator<Request, void> {
    yield this.#hello();
    yield* this.#allHosts();
    yield* this.#allSummaries();
    while ((await pause(batchEveryMs, signal)) === 'elapsed') {
      yield* this.#snapshots();
      yield* this.#batches();
      yield* this.#hostChanges();
      yield* this.#summaryChanges();
    }
  }

  #hello(): Request {
    const { schedulerId, hostname, ip, port, clusterId, startedAtMs } = this.#self;
    const numbers = { schedulerClusterId: BigInt(clusterId), startedAtMs: BigInt(Math.round(startedAtMs)) };
    return { feed: { $case: 'hello', value: { schedulerId, hostname, ip, port, ...numbers } } };
  }

  *#allHosts(): Generator<Request> {
    this.#hostsSentMs = this.#now();
    const { announced } = this.#hosts.changes(this.#source.hosts());
    yield* hostMessages(announced, [], true);
  }

  *#hostChanges(): Generator<Request> {
    const elapsedMs = this.#now() - this.#hostsSentMs;
    if (elapsedMs < (this.#hostsDue ? hostsAtMostEveryMs : hostsEveryMs)) return;
    this.#hostsDue = false;
    this.#hostsSentMs = this.#now();
    const { announced, left } = this.#hosts.changes(this.#source.hosts());
    if (announced.length + left.length > 0) yield* hostMessages(announced, left, false);
  }

  *#allSummaries(): Generator<Request> {
    this.#tellAll = false;
    this.#changed.clear();
    this.#summariesSentMs = this.#now();
    let full = true;
    for (const chunk of chunks(this.#source.summaries(), summariesPerMessage)) {
      yield this.#summaries(chunk, [], full);
      full = false;
    }
    if (full) yield this.#summaries([], [], true);
  }

  *#summaryChanges(): Generator<Request> {
    if (this.#now() - this.#summariesSentMs < summariesEveryMs) return;
    if (this.#tellAll) {
      yield* this.#allSummaries();
      return;
    }
    this.#summariesSentMs = this.#now();
    const flows = this.#flows.take(this.#now());
    if (flows !== undefined) yield { feed: { $case: 'hostFlows', value: encodeHostFlows(flows) } };
    const changed = new Set(this.#changed);
    this.#changed.clear();
    for (const ids of chunks([...changed, ...this.#nextGoneChecks(changed)], summariesPerMessage)) {
      const found = ids.map((task) => ({ task, summary: this.#source.summary(task) }));
      const gone = found.filter(({ summary }) => summary === undefined).map(({ task }) => task);
      const told = found.flatMap(({ task, summary }) => (summary !== undefined && changed.has(task) ? [summary] : []));
      if (told.length + gone.length > 0) yield this.#summaries(told, gone, false);
    }
  }

  /** A task can end without an event, so those once told are looked at in turn. */
  #nextGoneChecks(changed: ReadonlySet<TaskId>): TaskId[] {
    const checks: TaskId[] = [];
    while (checks.length < goneChecksPerRound) {
      const next = this.#goneChecks.next();
      if (next.done) {
        this.#goneChecks = this.#told.values();
        break;
      }
      if (!changed.has(next.value)) checks.push(next.value);
    }
    return checks;
  }

  #summaries(tasks: readonly TaskSummary[], gone: readonly TaskId[], full: boolean): Request {
    for (const { task } of tasks) this.#told.add(task);
    for (const task of gone) {
      this.#told.delete(task);
      this.unwatch(task);
    }
    return {
      feed: { $case: 'taskSummaries', value: { tasks: tasks.map(encodeSummary), full, goneTaskIds: [...gone] } },
    };
  }

  *#snapshots(): Generator<Request> {
    for (const task of [...this.#snapshotDue]) {
      if (!this.#snapshotDue.delete(task)) continue;
      const graph = this.#source.snapshot(task);
      if (graph === undefined) {
        yield this.#summaries([], [task], false);
        continue;
      }
      this.#sentSeq.set(task, graph.seq);
      yield { feed: { $case: 'snapshot', value: encodeSnapshot(graph) } };
    }
  }

  *#batches(): Generator<Request> {
    for (const batch of toBatches(this.#ring.take(), this.#sentSeq, this.#now())) {
      if (!this.#sentSeq.has(batch.task)) continue;
      this.#sentSeq.set(batch.task, batch.lastSeq);
      yield { feed: { $case: 'eventBatch', value: encodeBatch(batch) } };
    }
  }
}

function* hostMessages(announced: readonly HostFacts[], left: readonly string[], full: boolean): Generator<Request> {
  let first = true;
  for (const chunk of chunks(announced, hostsPerMessage)) {
    yield hostMessage(chunk, first ? left : [], first && full);
    first = false;
  }
  if (first) yield hostMessage([], left, full);
}

const hostMessage = (announced: readonly HostFacts[], left: readonly string[], full: boolean): Request => ({
  feed: { $case: 'hostsChanged', value: { announced: announced.map(encodeHost), leftHostIds: [...left], full } },
});

function* chunks<T>(items: Iterable<T>, size: number): Generator<T[]> {
  let chunk: T[] = [];
  for (const item of items) {
    chunk.push(item);
    if (chunk.length < size) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}

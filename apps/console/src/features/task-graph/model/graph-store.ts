import { applyBatch, type DagBatch, emptyTaskGraph, type PeerId, type TaskGraph, type TaskId } from '@damselfly/core';
import { LayeredLayout } from '../layout/layered-layout.ts';
import type { Planner } from '../layout/worker-planner.ts';
import { type Counters, countersOf } from './counters.ts';
import { Scene } from './scene.ts';

/**
 * The line to the source. `gone`: the source answers, but tracks the task no more; the last picture stays. `past`: the
 * picture is a recorded instant.
 */
export type Connection = 'connecting' | 'live' | 'retrying' | 'gone' | 'paused' | 'past';

const publishEveryMs = 250;
const quietBeforeTidyMs = 5000;
/** From here on planning a layout takes longer than a frame may: a worker does it. */
const plannedBesideFrom = 5000;
/** Publications after the last byte, so that what is drawn at a slower pace sees the silence too. */
const ticksAfterFlow = 2;
const clockTrustMs = 10_000;
const formerNamesKept = 2000;

/**
 * One task's graph, its columns and its layout, moved on by batches. Changes reach `onChange` at once (the renderer)
 * and `subscribe` at most four times a second (everything that re-renders). Dispose it to stop its timer.
 */
export class GraphStore {
  readonly scene = new Scene();
  readonly layout = new LayeredLayout({ aspect: 1.75 });
  readonly #wallMs: () => number;
  readonly #planner: Planner | undefined;
  readonly #watchers = new Set<() => void>();
  readonly #subscribers = new Set<() => void>();
  readonly #formerNames = new Map<PeerId, string>();
  #graph: TaskGraph;
  #connection: Connection = 'connecting';
  #problem = '';
  #counters: Counters;
  #revision = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #clockOffsetMs = 0;
  /** The recorded instant that is shown; `undefined`: the present. */
  #instantMs: number | undefined;
  #lastTicks = 0;
  /** When the topology last changed, until a quiet moment was used to tidy up. */
  #changedAtMs: number | undefined;

  constructor({ task, wallMs = Date.now, planner }: { task: TaskId; wallMs?: () => number; planner?: Planner }) {
    this.#planner = planner;
    this.#graph = emptyTaskGraph(task);
    this.#wallMs = wallMs;
    this.#counters = countersOf(this.scene, undefined, 0);
  }

  get graph(): TaskGraph {
    return this.#graph;
  }
  get connection(): Connection {
    return this.#connection;
  }
  get problem(): string {
    return this.#problem;
  }
  /** Unchanged between two publications, so it can be a `useSyncExternalStore` snapshot; likewise `revision`. */
  readonly counters = (): Counters => this.#counters;
  readonly revision = (): number => this.#revision;

  /** Called at most four times a second after something changed. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#subscribers.add(listener);
    return () => this.#subscribers.delete(listener);
  };

  /** Called after every change, within it. */
  onChange(listener: () => void): () => void {
    this.#watchers.add(listener);
    return () => this.#watchers.delete(listener);
  }

  /** Now on the scheduler's clock, in milliseconds; in the past, the instant that is shown. */
  nowMs(): number {
    return this.#instantMs ?? this.#wallMs() + this.#clockOffsetMs;
  }

  /** Stops the clock at a recorded instant; `undefined` lets it run again. */
  travelTo(instantMs: number | undefined): void {
    this.#instantMs = instantMs;
    if (instantMs === undefined) this.setConnection('connecting');
    this.#notify();
  }

  /** The host a peer ran on, also for a while after the peer left. */
  hostnameOf(peer: PeerId): string | undefined {
    return this.#graph.peers.get(peer)?.hostname ?? this.#formerNames.get(peer);
  }

  /** Takes a snapshot over. Peers known before keep their slot and place. */
  replace(graph: TaskGraph): void {
    const former = this.#graph.peers;
    this.#graph = graph;
    const ahead = this.#wallMs() - graph.atMs;
    this.#clockOffsetMs = ahead > clockTrustMs ? 0 : -ahead;
    for (const [peer, node] of former) if (!graph.peers.has(peer)) this.#dismiss(peer, node.hostname);
    for (const node of graph.peers.values()) this.scene.admit(node);
    this.#refreshAll();
    this.scene.reclassify(this.nowMs());
    this.#settle();
    this.#counters = countersOf(this.scene, graph.facts, this.nowMs());
    this.#connection = this.#instantMs === undefined ? 'live' : 'past';
    this.#problem = '';
    this.#publish();
  }

  /** Applies a batch; after `gap` nothing changed and a snapshot is needed. */
  apply(batch: DagBatch): ReturnType<typeof applyBatch> {
    const touched = new Map<PeerId, string>();
    let factsChanged = false;
    for (const event of batch.events) {
      if (event.kind === 'taskChanged') factsChanged = true;
      else touched.set(event.peer, this.#graph.peers.get(event.peer)?.hostname ?? '');
    }
    const outcome = applyBatch(this.#graph, batch);
    if (outcome !== 'applied') return outcome;
    this.#clockOffsetMs = batch.atMs - this.#wallMs();
    for (const [peer, hostname] of touched) {
      const node = this.#graph.peers.get(peer);
      if (node === undefined) this.#dismiss(peer, hostname);
      else this.scene.admit(node);
    }
    if (factsChanged) this.#refreshAll();
    else for (const peer of touched.keys()) this.#refresh(peer);
    this.#settle();
    return outcome;
  }

  /** `problem` says what broke the line, in words for people. */
  setConnection(connection: Connection, problem = ''): void {
    if (this.#connection === connection && this.#problem === problem) return;
    this.#connection = connection;
    this.#problem = problem;
    this.#publish();
  }

  /** Lays everything out anew, for instance for another shape of the window; a large graph a moment later. */
  tidy(aspect = this.layout.aspect): void {
    this.layout.aspect = aspect;
    if (this.#planner !== undefined && this.scene.count > plannedBesideFrom) {
      void this.#tidyBeside(this.#planner);
      return;
    }
    this.layout.rebuild(this.scene);
    this.#notify();
  }

  dispose(): void {
    this.#planner?.dispose();
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #dismiss(peer: PeerId, hostname: string): void {
    if (hostname !== '') this.#formerNames.set(peer, hostname);
    for (const oldest of this.#formerNames.keys()) {
      if (this.#formerNames.size <= formerNamesKept) break;
      this.#formerNames.delete(oldest);
    }
    this.scene.dismiss(peer);
  }

  #refresh(peer: PeerId): void {
    const node = this.#graph.peers.get(peer);
    if (node !== undefined) this.scene.refresh(node, this.#graph.facts, this.nowMs());
  }

  #refreshAll(): void {
    for (const peer of this.#graph.peers.keys()) this.#refresh(peer);
  }

  #settle(): void {
    const changes = this.scene.takeChanges();
    if (changes !== undefined) {
      this.#changedAtMs = this.#wallMs();
      this.layout.update(this.scene, changes);
    }
    this.#notify();
  }

  #notify(): void {
    for (const watcher of this.#watchers) watcher();
    this.#timer ??= setTimeout(this.#tick, publishEveryMs);
  }

  readonly #tick = (): void => {
    this.#timer = undefined;
    const now = this.nowMs();
    this.scene.reclassify(now);
    this.#tidyWhenQuiet();
    this.#counters = countersOf(this.scene, this.#graph.facts, now);
    this.#publish();
    const flowing = this.#counters.throughputBps > 0;
    this.#lastTicks = flowing ? ticksAfterFlow : this.#lastTicks - 1;
    if (this.#lastTicks >= 0) for (const watcher of this.#watchers) watcher();
    if (this.#lastTicks > 0 || this.#changedAtMs !== undefined) {
      this.#timer ??= setTimeout(this.#tick, publishEveryMs);
    }
  };

  /** Takes a worker's plan, unless the graph has moved on: then the next quiet moment asks again. */
  async #tidyBeside(planner: Planner): Promise<void> {
    const { topologyRevision } = this.scene;
    const plan = await planner.plan(this.scene);
    if (this.scene.topologyRevision !== topologyRevision) {
      this.#changedAtMs ??= this.#wallMs();
      return;
    }
    if (plan === undefined) this.layout.rebuild(this.scene);
    else this.layout.adopt(this.scene, plan);
    this.#notify();
  }

  #tidyWhenQuiet(): void {
    if (this.#changedAtMs === undefined || this.#wallMs() - this.#changedAtMs < quietBeforeTidyMs) return;
    this.#changedAtMs = undefined;
    if (this.layout.isLoose(this.scene)) this.tidy();
  }

  #publish(): void {
    this.#revision += 1;
    for (const subscriber of this.#subscribers) subscriber();
  }
}

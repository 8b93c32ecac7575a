import { applyBatch, type TaskGraph } from '@damselfly/core';
import type { GraphStore } from './graph-store.ts';
import type { RecordedSegment, RecordingRange, RecordingSource } from './recording-source.ts';

export const replaySpeeds = [1, 5, 15, 60] as const;
export type ReplaySpeed = (typeof replaySpeeds)[number];

/** Where a replay stands, for people to see. A new object at every change. */
export interface ReplayState {
  /** `undefined`: nothing recorded, or not asked yet. */
  readonly range: RecordingRange | undefined;
  /** `undefined` while the present is shown. */
  readonly atMs: number | undefined;
  readonly playing: boolean;
  readonly speed: ReplaySpeed;
  /** A part of the past is on its way. */
  readonly loading: boolean;
  readonly problem: string;
}

const tickMs = 50;
const segmentsKept = 6;
const rangeEveryMs = 4000;
/** So many batches at once are applied to a copy first, so that the layout runs once. */
const jumpFrom = 40;

interface ReplayNeeds {
  readonly store: Pick<GraphStore, 'replace' | 'apply' | 'travelTo'>;
  readonly source: RecordingSource;
  /** A clock that only runs forward, milliseconds. */
  readonly now?: () => number;
}

/**
 * Shows a store the past: a segment's keyframe, moved on by the recorded batches through the reducer that draws the
 * present. Whoever makes it calls `close`.
 */
export class Replay {
  readonly #store: ReplayNeeds['store'];
  readonly #source: RecordingSource;
  readonly #now: () => number;
  readonly #closing = new AbortController();
  readonly #listeners = new Set<() => void>();
  readonly #segments = new Map<number, RecordedSegment>();
  #state: ReplayState = {
    ...{ range: undefined, atMs: undefined, playing: false, speed: 1, loading: false, problem: '' },
  };
  #segment: RecordedSegment | undefined;
  /** Batches of the segment that the store has seen. */
  #applied = 0;
  #wantedMs: number | undefined;
  #arriving = false;
  #ticks: ReturnType<typeof setInterval> | undefined;
  #tickedAtMs = 0;
  #ranges: ReturnType<typeof setInterval> | undefined;

  constructor({ store, source, now = () => performance.now() }: ReplayNeeds) {
    this.#store = store;
    this.#source = source;
    this.#now = now;
  }

  readonly state = (): ReplayState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Asks for the range now and every few seconds. */
  open(): void {
    this.#ranges ??= setInterval(() => void this.refreshRange(), rangeEveryMs);
    void this.refreshRange();
  }

  /** Asks what is recorded; a failure is kept as a sentence. */
  async refreshRange(): Promise<void> {
    try {
      const range = await this.#source.range(this.#closing.signal);
      this.#set({ range, problem: '' });
    } catch (thrown) {
      this.#fail(thrown);
    }
  }

  /** Shows an instant; the last of several asked for in short order wins. Resolves when it stands. */
  async seek(atMs: number): Promise<void> {
    const { range } = this.#state;
    const within = range === undefined ? atMs : Math.min(range.toMs, Math.max(range.fromMs, atMs));
    this.#set({ atMs: within });
    this.#wantedMs = within;
    if (this.#arriving) return;
    this.#arriving = true;
    try {
      while (this.#wantedMs !== undefined) {
        const target = this.#wantedMs;
        this.#wantedMs = undefined;
        await this.#arrive(target);
      }
      if (this.#state.problem !== '') this.#set({ problem: '' });
    } catch (thrown) {
      this.pause();
      this.#fail(thrown);
    } finally {
      this.#arriving = false;
      if (this.#state.loading) this.#set({ loading: false });
    }
  }

  play(): void {
    const { range, atMs } = this.#state;
    if (range === undefined || this.#ticks !== undefined) return;
    this.#tickedAtMs = this.#now();
    this.#ticks = setInterval(() => void this.#tick(), tickMs);
    this.#set({ playing: true });
    if (atMs === undefined || atMs >= range.toMs) void this.seek(range.fromMs);
  }

  pause(): void {
    clearInterval(this.#ticks);
    this.#ticks = undefined;
    if (this.#state.playing) this.#set({ playing: false });
  }

  setSpeed(speed: ReplaySpeed): void {
    this.#set({ speed });
  }

  /** To the next recorded moment, or the one before. */
  async step(direction: 1 | -1): Promise<void> {
    this.pause();
    const { range, atMs } = this.#state;
    if (range === undefined) return;
    const from = atMs ?? range.toMs;
    const segment = await this.#load(direction > 0 ? from : Math.max(range.fromMs, from - 1));
    const moments = [segment.fromMs, ...segment.batches.map((batch) => batch.atMs)];
    const next =
      direction > 0
        ? (moments.find((moment) => moment > from) ?? segment.nextMs ?? range.toMs)
        : (moments.findLast((moment) => moment < from) ?? range.fromMs);
    await this.seek(next);
  }

  /** Back to the present: the owner follows the live source again. */
  leave(): void {
    this.pause();
    this.#wantedMs = undefined;
    this.#segment = undefined;
    this.#store.travelTo(undefined);
    this.#set({ atMs: undefined, loading: false });
  }

  close(): void {
    this.pause();
    clearInterval(this.#ranges);
    this.#ranges = undefined;
    this.#closing.abort();
    this.#listeners.clear();
  }

  async #tick(): Promise<void> {
    const nowMs = this.#now();
    const elapsedMs = nowMs - this.#tickedAtMs;
    this.#tickedAtMs = nowMs;
    const { atMs, range, speed } = this.#state;
    if (atMs === undefined || range === undefined || this.#arriving) return;
    await this.seek(atMs + elapsedMs * speed);
    if (this.#state.atMs === range.toMs && this.#state.range?.toMs === range.toMs) this.pause();
  }

  async #arrive(atMs: number): Promise<void> {
    const segment = await this.#load(atMs);
    if (this.#state.atMs === undefined) return;
    const before = segment.batches[this.#applied - 1];
    const far = segment.batches[this.#applied + jumpFrom];
    const near = far === undefined || far.atMs > atMs;
    const onwards = segment === this.#segment && near && (before === undefined || before.atMs <= atMs);
    this.#store.travelTo(atMs);
    if (!onwards) {
      this.#segment = segment;
      this.#applied = 0;
      this.#store.replace(jumped(segment, atMs));
      while ((segment.batches[this.#applied]?.atMs ?? Number.POSITIVE_INFINITY) <= atMs) this.#applied += 1;
      return;
    }
    for (let next = segment.batches[this.#applied]; next !== undefined && next.atMs <= atMs; ) {
      this.#store.apply(next);
      this.#applied += 1;
      next = segment.batches[this.#applied];
    }
  }

  /** The segment of an instant, from memory if it is there and cannot have grown. */
  async #load(atMs: number): Promise<RecordedSegment> {
    for (const segment of [this.#segment, ...this.#segments.values()]) {
      if (segment !== undefined && covers(segment, atMs, this.#state.range)) return segment;
    }
    this.#set({ loading: true });
    const segment = await this.#source.segment(atMs, this.#closing.signal);
    this.#segments.delete(segment.fromMs);
    this.#segments.set(segment.fromMs, segment);
    for (const oldest of this.#segments.keys()) {
      if (this.#segments.size <= segmentsKept) break;
      this.#segments.delete(oldest);
    }
    this.#set({ loading: false });
    return segment;
  }

  #fail(thrown: unknown): void {
    if (this.#closing.signal.aborted) return;
    this.#set({ problem: thrown instanceof Error ? thrown.message : String(thrown) });
  }

  #set(change: Partial<ReplayState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}

/** The newest segment ends where it was read; later instants need it anew, unless nothing came since. */
function covers({ fromMs, toMs, nextMs }: RecordedSegment, atMs: number, range: RecordingRange | undefined): boolean {
  if (atMs < fromMs) return false;
  return nextMs === undefined ? atMs <= toMs || range?.toMs === toMs : atMs < nextMs;
}

/** The graph at an instant of a segment. The reducer changes graphs in place, so it works on a copy. */
function jumped(segment: RecordedSegment, atMs: number): TaskGraph {
  const graph = structuredClone(segment.keyframe);
  for (const batch of segment.batches) {
    if (batch.atMs > atMs) break;
    applyBatch(graph, batch);
  }
  return graph;
}

import type { DagBatch, DagEvent, TaskGraph } from '@damselfly/core';
import type { RecordedSegment, RecordingRange } from '../domain/live/recordings.ts';
import { copyGraph } from './graph-copy.ts';

interface Segment {
  readonly keyframe: TaskGraph;
  readonly keyframeBytes: number;
  readonly batches: DagBatch[];
  /** What happened between the segment before and this one is not known. */
  readonly afterGap: boolean;
  readonly fromMs: number;
  toMs: number;
  events: number;
  bytes: number;
}

export interface RecordingOptions {
  readonly maxBytes: number;
  /** Hears by how many bytes the recording grew or, negative, shrank. */
  readonly onGrow: (bytes: number) => void;
}

/** A segment may hold twice its keyframe in events, and at least this much: keyframes stay a third of it all. */
const leastEventBytes = 256 * 1024;
const mostEvents = 4000;
const historyBuckets = 160;

/**
 * The events of one task in a bounded ring of segments: each begins with the graph as it was (a keyframe), followed by
 * the batches after it. The oldest segment goes first.
 */
export class TaskRecording {
  readonly #options: RecordingOptions;
  #segments: Segment[] = [];
  #dropped = false;
  #bytes = 0;

  constructor(options: RecordingOptions) {
    this.#options = options;
  }

  /** Estimated bytes of memory. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Of whom the newest keyframe says that it asked for the task; empty when it says nothing. */
  get application(): string {
    return this.#segments.at(-1)?.keyframe.facts?.application ?? '';
  }

  get toMs(): number {
    return this.#segments.at(-1)?.toMs ?? 0;
  }

  /** The graph changed as a whole. Events missed since the last one recorded leave a gap. */
  keyframe(graph: TaskGraph): void {
    const last = this.#segments.at(-1);
    const empty = last !== undefined && last.batches.length === 0 ? last : undefined;
    const gap = empty?.afterGap ?? (last !== undefined && graph.atMs > last.toMs);
    if (empty !== undefined) {
      this.#segments.pop();
      this.#grow(-empty.bytes);
    }
    this.#begin(graph, gap);
  }

  /** A batch that `graph` has just been moved by. */
  append(batch: DagBatch, graph: TaskGraph): void {
    const last = this.#segments.at(-1);
    if (last === undefined) {
      this.#begin(graph, false);
      return;
    }
    const atMs = Math.max(last.toMs, batch.atMs);
    const bytes = batch.events.reduce((sum, event) => sum + bytesOf(event), 120);
    last.batches.push(atMs === batch.atMs ? batch : { ...batch, atMs });
    last.toMs = atMs;
    last.events += batch.events.length;
    last.bytes += bytes;
    this.#grow(bytes);
    const eventBytes = last.bytes - last.keyframeBytes;
    if (last.events >= mostEvents || eventBytes > Math.max(leastEventBytes, 2 * last.keyframeBytes)) {
      this.#begin(graph, false);
    }
  }

  /** Forgets the oldest segment; false when there is none. */
  dropOldest(): boolean {
    const oldest = this.#segments.shift();
    if (oldest === undefined) return false;
    this.#dropped = true;
    this.#grow(-oldest.bytes);
    return true;
  }

  /** What is kept; `undefined` when nothing is. */
  range(): RecordingRange | undefined {
    const first = this.#segments[0];
    if (first === undefined) return undefined;
    const { fromMs } = first;
    const toMs = Math.max(this.toMs, fromMs + 1);
    const activity = new Array<number>(historyBuckets).fill(0);
    for (const { batches } of this.#segments) {
      for (const { atMs, events } of batches) {
        const bucket = Math.min(historyBuckets - 1, Math.floor(((atMs - fromMs) / (toMs - fromMs)) * historyBuckets));
        activity[bucket] = (activity[bucket] ?? 0) + events.length;
      }
    }
    const gaps = this.#segments.flatMap(({ afterGap, fromMs: until }, index) => {
      const before = this.#segments[index - 1];
      return afterGap && before !== undefined ? [{ fromMs: before.toMs, toMs: until }] : [];
    });
    const events = this.#segments.reduce((sum, segment) => sum + segment.events, 0);
    return { fromMs, toMs, events, bytes: this.#bytes, olderDropped: this.#dropped, gaps, activity };
  }

  /** The segment an instant lies in: the graph at its beginning and all that is recorded of it. */
  segmentAt(atMs: number): RecordedSegment | undefined {
    const after = this.#segments.findIndex(({ fromMs }) => fromMs > atMs);
    const index = after < 0 ? this.#segments.length - 1 : Math.max(0, after - 1);
    const segment = this.#segments[index];
    if (segment === undefined) return undefined;
    const { keyframe, batches, fromMs, toMs } = segment;
    return { keyframe, batches: [...batches], fromMs, toMs, nextMs: this.#segments[index + 1]?.fromMs };
  }

  /** Every segment, oldest first, for reading only. */
  segments(): readonly (Omit<RecordedSegment, 'nextMs'> & { readonly afterGap: boolean })[] {
    return this.#segments;
  }

  #begin(graph: TaskGraph, afterGap: boolean): void {
    const keyframe = copyGraph(graph);
    const fromMs = Math.max(graph.atMs, this.toMs);
    const keyframeBytes = bytesOfGraph(keyframe);
    const sizes = { keyframeBytes, bytes: keyframeBytes, events: 0 };
    this.#segments.push({ keyframe, batches: [], afterGap, fromMs, toMs: fromMs, ...sizes });
    this.#grow(keyframeBytes);
    while (this.#bytes > this.#options.maxBytes && this.#segments.length > 1) this.dropOldest();
  }

  #grow(bytes: number): void {
    this.#bytes += bytes;
    this.#options.onGrow(bytes);
  }
}

/** Estimates from heap snapshots of V8: an object of a few fields, and what hangs on it. Ids are shared text. */
function bytesOf(event: DagEvent): number {
  switch (event.kind) {
    case 'piecesFinished':
      return 120 + 56 * (event.arrivals?.length ?? 0);
    case 'parentsChanged':
      return 96 + 8 * event.parents.length;
    case 'taskChanged':
      return 400;
    case 'peerJoined':
    case 'peerStateChanged':
    case 'pieceFailed':
    case 'peerLeft':
      return 160;
    default:
      return event satisfies never;
  }
}

function bytesOfGraph(graph: TaskGraph): number {
  let bytes = 500;
  for (const { parents, from } of graph.peers.values()) bytes += 420 + 8 * parents.length + 130 * from.size;
  return bytes;
}

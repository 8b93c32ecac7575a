import type { DagBatch, TaskGraph } from '@damselfly/core';

/** What is kept of a task's events. All times are the schedulers', in milliseconds since 1970. */
export interface RecordingRange {
  readonly fromMs: number;
  readonly toMs: number;
  readonly events: number;
  /** Estimated bytes of memory. */
  readonly bytes: number;
  /** There were older events; memory is bounded. */
  readonly olderDropped: boolean;
  /** Spans of which nothing is known: the line to the scheduler was broken, or too slow. */
  readonly gaps: readonly { readonly fromMs: number; readonly toMs: number }[];
  /** Events by equal shares of the range. */
  readonly activity: readonly number[];
}

/** A part of a recording: the graph at its beginning, and the batches after it. */
export interface RecordedSegment {
  readonly keyframe: TaskGraph;
  readonly batches: readonly DagBatch[];
  readonly fromMs: number;
  readonly toMs: number;
  /** Where the next one begins; `undefined` for the newest, which may grow. */
  readonly nextMs: number | undefined;
}

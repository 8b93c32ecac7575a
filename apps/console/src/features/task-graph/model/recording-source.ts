import type { DagBatch, TaskGraph } from '@damselfly/core';

/** What is kept of a task's events, as a timeline draws it. Times are the schedulers', in milliseconds since 1970. */
export interface RecordingRange {
  readonly fromMs: number;
  readonly toMs: number;
  readonly events: number;
  readonly olderDropped: boolean;
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

/** Where a task's past comes from. */
export interface RecordingSource {
  /** `undefined` when nothing is recorded. */
  range(signal: AbortSignal): Promise<RecordingRange | undefined>;
  /** The part that an instant lies in. */
  segment(atMs: number, signal: AbortSignal): Promise<RecordedSegment>;
}

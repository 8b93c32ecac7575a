import type { DagBatch, TaskGraph } from '@damselfly/core';

/** What a source says of a task: the whole first, then batches in order. `gone`: no scheduler tracks it any more. */
export type GraphMessage =
  | { readonly type: 'snapshot'; readonly graph: TaskGraph }
  | { readonly type: 'batch'; readonly batch: DagBatch }
  | { readonly type: 'gone' };

/**
 * Where a task's graph comes from. Each `watch` starts with a snapshot, which the reader may keep and change. It ends
 * or throws when the line breaks, and ends soon after the abort; the reader watches again.
 */
export interface TaskGraphSource {
  watch(signal: AbortSignal): AsyncIterable<GraphMessage>;
}

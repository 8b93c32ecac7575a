import type { TaskId } from '@damselfly/core';
import { TaskRecording } from './recording.ts';

export interface RecordingsOptions {
  readonly maxRecordings: number;
  readonly maxBytesPerTask: number;
  readonly maxBytes: number;
}

interface Kept {
  readonly clusterId: number;
  readonly recording: TaskRecording;
}

/** The recordings of all tasks. Beyond the limits, the task that was silent for longest loses its oldest events. */
export class Recordings {
  readonly #options: RecordingsOptions;
  /** In the order of their last event. */
  readonly #kept = new Map<string, Kept>();
  #bytes = 0;

  constructor(options: RecordingsOptions) {
    this.#options = options;
  }

  /** Estimated bytes of memory. */
  get bytes(): number {
    return this.#bytes;
  }

  /** A task's recording in a cluster; a new one when there is none. */
  of(clusterId: number, task: TaskId): TaskRecording {
    const key = keyOf(clusterId, task);
    const known = this.#kept.get(key);
    if (known !== undefined) return known.recording;
    const recording: TaskRecording = new TaskRecording({
      maxBytes: this.#options.maxBytesPerTask,
      onGrow: (bytes) => {
        this.#bytes += bytes;
        if (bytes > 0) this.#touch(key, { clusterId, recording });
      },
    });
    return recording;
  }

  /** A task's recording in any of the clusters that `sees` lets through, the one that tells of the newest event. */
  find(
    task: TaskId,
    clusterIds: Iterable<number>,
    sees: (recorded: { readonly clusterId: number; readonly application: string }) => boolean,
  ): TaskRecording | undefined {
    let best: TaskRecording | undefined;
    for (const clusterId of clusterIds) {
      const recording = this.#kept.get(keyOf(clusterId, task))?.recording;
      if (recording === undefined || !sees({ clusterId, application: recording.application })) continue;
      if (recording.toMs >= (best?.toMs ?? 0)) best = recording;
    }
    return best;
  }

  /** The clusters something is recorded of. */
  clusters(): ReadonlySet<number> {
    return new Set([...this.#kept.values()].map(({ clusterId }) => clusterId));
  }

  #touch(key: string, kept: Kept): void {
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    while (this.#kept.size > this.#options.maxRecordings || this.#bytes > this.#options.maxBytes) {
      const [oldest] = this.#kept;
      if (oldest === undefined || (this.#kept.size === 1 && this.#bytes <= this.#options.maxBytesPerTask)) return;
      const [oldestKey, { recording }] = oldest;
      const crowded = this.#kept.size > this.#options.maxRecordings;
      while (recording.dropOldest() && crowded);
      if (recording.bytes === 0) this.#kept.delete(oldestKey);
    }
  }
}

const keyOf = (clusterId: number, task: TaskId) => `${clusterId}/${task}`;

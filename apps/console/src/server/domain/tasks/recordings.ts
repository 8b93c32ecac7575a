import { Failure, type PeerId, type PullRecord, type TaskId } from '@damselfly/core';
import type { Reader } from '../access/access-rule.ts';
import type { VisibleLive } from '../clusters/clusters.ts';
import type { RecordedSegment, RecordingRange } from '../live/recordings.ts';
import type { DecisionSource, DecisionTrace } from './decision-trace.ts';

/** What happened, as long as it is remembered. All of it throws `notFound` where nothing is, or nothing to be seen. */
export interface TaskRecordings {
  range(reader: Reader, id: TaskId): Promise<RecordingRange>;
  /** The part that an instant lies in; the nearest one when it lies outside. */
  segment(reader: Reader, id: TaskId, atMs: number): Promise<RecordedSegment>;
  pull(reader: Reader, id: TaskId, peer: PeerId): Promise<PullRecord>;
  /** Asks the task's schedulers why they decided for a peer as they did. */
  decisions(reader: Reader, id: TaskId, peer: PeerId, signal: AbortSignal | undefined): Promise<DecisionTrace>;
}

export interface RecordingsNeeds {
  readonly live: VisibleLive;
  readonly decisions: DecisionSource;
}

/** Recordings of tasks of the clusters that a reader sees. */
export function createTaskRecordings({ live, decisions }: RecordingsNeeds): TaskRecordings {
  return {
    range: async (reader, id) => kept((await live(reader)).recordedRange(id)),
    segment: async (reader, id, atMs) => kept((await live(reader)).recordedSegment(id, atMs)),
    async pull(reader, id, peer) {
      const view = await live(reader);
      kept(view.recordedRange(id));
      const found = view.recordedPull(id, peer);
      if (found === undefined)
        throw new Failure('notFound', 'This peer does not occur in what is recorded of the task.');
      return found;
    },
    async decisions(reader, id, peer, signal) {
      const schedulers = (await live(reader)).task(id)?.schedulers ?? [];
      const forgotten = 'No scheduler remembers this peer any more. Decisions are kept in memory, the newest ones.';
      let refused = new Failure('notFound', forgotten);
      for (const scheduler of schedulers) {
        try {
          return await decisions.explain(scheduler, peer, signal);
        } catch (thrown) {
          // Several schedulers may hold the task; only one of them has decided for this peer.
          const failure = Failure.from(thrown);
          if (failure.code !== 'notFound') refused = failure;
        }
      }
      throw refused;
    },
  };
}

function kept<T>(found: T | undefined): T {
  if (found !== undefined) return found;
  throw new Failure('notFound', 'Nothing is recorded of this task. Recordings are kept in memory, the newest ones.');
}

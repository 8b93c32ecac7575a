import type { TaskId } from '@damselfly/core';
import { callFailure, type useTRPCClient } from '../connection/index.ts';
import type { RecordingSource } from '../task-graph/index.ts';

/** A task's recording by calls. */
export function createRecordingSource(client: ReturnType<typeof useTRPCClient>, id: TaskId): RecordingSource {
  return {
    async range(signal) {
      try {
        return await client.recordings.range.query({ id }, { signal });
      } catch (thrown) {
        if (callFailure(thrown).code === 'notFound') return undefined;
        throw thrown;
      }
    },
    segment: (atMs, signal) => client.recordings.segment.query({ id, atMs }, { signal }),
  };
}

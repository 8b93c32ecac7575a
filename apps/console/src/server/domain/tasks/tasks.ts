import { Failure, type TaskId, type TaskState } from '@damselfly/core';
import type { Reader } from '../access/access-rule.ts';
import type { VisibleLive } from '../clusters/clusters.ts';
import type { LiveTask, LiveView, TaskPage, TaskUpdate } from '../live/live-view.ts';

export interface TaskListQuery {
  /** Part of the URL, the id, the application or the tag, whatever the case. */
  readonly search?: string | undefined;
  readonly state?: TaskState | undefined;
  readonly clusterId?: number | undefined;
  /** `nextCursor` of the page before. */
  readonly cursor?: string | undefined;
  /** 1 to 200. */
  readonly limit: number;
}

export interface Tasks {
  list(reader: Reader, query: TaskListQuery): Promise<TaskPage>;
  /** Throws `notFound`, also for a task of a cluster that the reader does not see. */
  byId(reader: Reader, id: TaskId): Promise<LiveTask>;
  /** Throws like `byId`. */
  watch(reader: Reader, id: TaskId, signal: AbortSignal): AsyncIterable<TaskUpdate>;
}

/** Tasks of the clusters that a reader sees. */
export function createTasks({ live }: { readonly live: VisibleLive }): Tasks {
  return {
    async list(reader, { clusterId, ...query }) {
      return (await live(reader)).searchTasks({
        ...query,
        clusterIds: clusterId === undefined ? undefined : [clusterId],
      });
    },
    byId: async (reader, id) => known(await live(reader), id),
    async *watch(reader, id, signal) {
      const view = await live(reader);
      known(view, id);
      yield* view.watchTask(id, signal);
    },
  };
}

function known(view: LiveView, id: TaskId): LiveTask {
  const task = view.task(id);
  if (task !== undefined) return task;
  throw new Failure('notFound', 'No scheduler knows this task. It may have been collected; download it again.');
}

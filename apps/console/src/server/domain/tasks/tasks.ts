import { Failure, type TaskId, type TaskState } from '@damselfly/core';
import type { Reader } from '../access/access-rule.ts';
import type { VisibleClusters } from '../clusters/clusters.ts';
import type { LiveTask, LiveView, TaskUpdate } from '../live/live-view.ts';

export interface TaskQuery {
  /** Matches the URL, the id, the application or the tag, whatever the case. */
  readonly search?: string | undefined;
  readonly state?: TaskState | undefined;
  readonly clusterId?: number | undefined;
  /** `nextCursor` of the page before. */
  readonly cursor?: string | undefined;
  /** 1 to 200. */
  readonly limit: number;
}

export interface TaskPage {
  readonly items: readonly LiveTask[];
  readonly nextCursor: string | undefined;
  /** How many tasks match in all. */
  readonly total: number;
}

export interface Tasks {
  /** Newest first. */
  list(reader: Reader, query: TaskQuery): Promise<TaskPage>;
  /** Throws `notFound`, also for a task of a cluster that the reader does not see. */
  byId(reader: Reader, id: TaskId): Promise<LiveTask>;
  watch(reader: Reader, id: TaskId, signal: AbortSignal): AsyncIterable<TaskUpdate>;
}

/** Tasks of the clusters that a reader sees. */
export function createTasks({ live, visibleClusters }: { live: LiveView; visibleClusters: VisibleClusters }): Tasks {
  const byId = async (reader: Reader, id: TaskId) => {
    const task = live.task(id);
    const visible = await visibleClusters(reader);
    if (task === undefined || !visible.has(task.schedulerClusterId)) {
      throw new Failure('notFound', 'No scheduler knows this task. It may have been collected; download it again.');
    }
    return task;
  };
  return {
    async list(reader, query) {
      const visible = await visibleClusters(reader);
      const matching = live
        .tasks()
        .filter((task) => visible.has(task.schedulerClusterId) && matches(task, query))
        .sort(newestFirst);
      return page(matching, query);
    },
    byId,
    async *watch(reader, id, signal) {
      await byId(reader, id);
      yield* live.watchTask(id, signal);
    },
  };
}

function matches({ id, schedulerClusterId, facts }: LiveTask, query: TaskQuery): boolean {
  if (query.state !== undefined && facts.state !== query.state) return false;
  if (query.clusterId !== undefined && schedulerClusterId !== query.clusterId) return false;
  const wanted = query.search?.trim().toLowerCase() ?? '';
  return (
    wanted === '' || [facts.url, id, facts.application, facts.tag].some((text) => text.toLowerCase().includes(wanted))
  );
}

const cursorOf = ({ facts, id }: LiveTask) => `${facts.createdAtMs}:${id}`;

const newestFirst = (a: LiveTask, b: LiveTask) =>
  b.facts.createdAtMs - a.facts.createdAtMs || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

function page(sorted: readonly LiveTask[], { cursor, limit }: TaskQuery): TaskPage {
  const start = cursor === undefined ? 0 : firstBehind(sorted, cursor);
  const items = sorted.slice(start, start + limit);
  const last = items.at(-1);
  const nextCursor = last !== undefined && start + limit < sorted.length ? cursorOf(last) : undefined;
  return { items, nextCursor, total: sorted.length };
}

/** Tasks come and go between pages: what counts is the order, not that the cursor's task still exists. */
function firstBehind(sorted: readonly LiveTask[], cursor: string): number {
  const colon = cursor.indexOf(':');
  const createdAtMs = Number(cursor.slice(0, colon));
  const id = cursor.slice(colon + 1);
  if (colon < 1 || !Number.isFinite(createdAtMs))
    throw new Failure('invalid', 'This page no longer exists. Start at the first.');
  const found = sorted.findIndex(
    (task) => task.facts.createdAtMs < createdAtMs || (task.facts.createdAtMs === createdAtMs && task.id > id),
  );
  return found === -1 ? sorted.length : found;
}

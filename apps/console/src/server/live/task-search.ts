import { Failure } from '@damselfly/core';
import type { HubTask, TaskPage, TaskSearch } from './live.ts';

const maxLimit = 200;

/** The page of the matching tasks, last updated first. Throws `invalid` for a limit or a cursor that is none. */
export function searchTasks(tasks: Iterable<HubTask>, query: TaskSearch): TaskPage {
  if (!Number.isInteger(query.limit) || query.limit < 1 || query.limit > maxLimit) {
    throw new Failure('invalid', `a page holds 1 to ${maxLimit} tasks, not ${query.limit}`);
  }
  const after = query.cursor === undefined ? undefined : readCursor(query.cursor);
  const wanted = query.search?.trim().toLowerCase() ?? '';
  const page: HubTask[] = [];
  let total = 0;
  let more = false;
  for (const task of tasks) {
    if (!matches(task, query, wanted)) continue;
    total += 1;
    if (after !== undefined && compare(positionOf(task), after) <= 0) continue;
    insert(page, task);
    if (page.length > query.limit) {
      page.pop();
      more = true;
    }
  }
  const last = page.at(-1);
  return { items: page, total, nextCursor: more && last !== undefined ? cursorOf(last) : undefined };
}

function matches({ id, schedulerClusterId, facts }: HubTask, query: TaskSearch, wanted: string): boolean {
  if (query.state !== undefined && facts.state !== query.state) return false;
  if (query.clusterIds !== undefined && !query.clusterIds.includes(schedulerClusterId)) return false;
  if (wanted === '') return true;
  return [facts.url, id, facts.tag, facts.application].some((text) => text.toLowerCase().includes(wanted));
}

type Position = readonly [updatedAtMs: number, clusterId: number, id: string];

const positionOf = (task: HubTask): Position => [task.updatedAtMs, task.schedulerClusterId, task.id];
const cursorOf = (task: HubTask): string => positionOf(task).join(':');

/** Newest first, then by cluster and id. */
function compare(a: Position, b: Position): number {
  return b[0] - a[0] || a[1] - b[1] || (a[2] < b[2] ? -1 : a[2] > b[2] ? 1 : 0);
}

function readCursor(cursor: string): Position {
  const match = /^(\d+):(\d+):(.+)$/s.exec(cursor);
  if (match?.[3] === undefined) throw new Failure('invalid', 'this page no longer exists; start at the first');
  return [Number(match[1]), Number(match[2]), match[3]];
}

function insert(page: HubTask[], task: HubTask): void {
  const position = positionOf(task);
  let low = 0;
  let high = page.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = page[middle];
    if (other !== undefined && compare(positionOf(other), position) < 0) low = middle + 1;
    else high = middle;
  }
  page.splice(low, 0, task);
}

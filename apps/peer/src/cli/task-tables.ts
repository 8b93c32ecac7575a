import { formatBytes, formatDuration } from '@damselfly/core';
import type { LocalTaskInfo, ReplicatedTaskInfo, SwarmTaskInfo } from '@damselfly/sdk';
import { moment, table } from './table.ts';

const bytes = (length: number | undefined): string => (length === undefined ? '-' : formatBytes(length));

/** Tasks of this host, as people read them. */
export function localTasksText(tasks: readonly LocalTaskInfo[], replicated: boolean): string {
  const extra = replicated ? ['PERSISTENT', 'TTL'] : [];
  const headings = ['ID', ...extra, 'PIECE LENGTH', 'CONTENT LENGTH', 'CREATED', 'FINISHED', 'FAILED', 'UPDATED'];
  const rows = tasks.map((task) => [
    task.id,
    ...(replicated ? [String(task.pinned), formatDuration(task.ttlMs ?? 0)] : []),
    bytes(task.pieceLength),
    bytes(task.contentLength),
    ...[task.createdAt, task.finishedAt, task.failedAt, task.updatedAt].map(moment),
  ]);
  return table(headings, rows);
}

/** One replicated task, line by line. */
export function replicatedTaskText(task: ReplicatedTaskInfo): string {
  return lines([
    ['ID', task.id],
    ['State', task.state],
    ['Copies', `${task.pinnedCopies} kept of ${task.wantedCopies} wanted, ${task.copies} in all`],
    ['Content length', formatBytes(task.contentLength)],
    ['Pieces', String(task.pieceCount)],
    ['TTL', formatDuration(task.ttlMs)],
    ['Tag', task.tag ?? '-'],
    ['Application', task.application ?? '-'],
    ['Created', moment(task.createdAt)],
    ['Updated', moment(task.updatedAt)],
  ]);
}

/** A standard task as this host holds it and as its scheduler knows it. */
export function taskText(here: LocalTaskInfo | undefined, swarm: SwarmTaskInfo | undefined): string {
  return lines([
    ['ID', here?.id ?? swarm?.id ?? '-'],
    ['URL', swarm?.url ?? '-'],
    ['Here', here === undefined ? 'no' : here.state],
    ['In the swarm', swarm === undefined ? 'unknown' : `${swarm.state}, ${swarm.peerCount} peers`],
    ['Content length', bytes(here?.contentLength ?? swarm?.contentLength)],
    ['Piece length', bytes(here?.pieceLength)],
    ['Created', moment(here?.createdAt)],
    ['Finished', moment(here?.finishedAt)],
  ]);
}

const lines = (pairs: readonly (readonly [string, string])[]): string =>
  pairs.map(([name, value]) => `${name.padEnd(16)}${value}`).join('\n');

import { formatBytes } from '@damselfly/core';
import Link from 'next/link';
import { Badge } from '../../ui/badge.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Table, TableCell, TableHead, TableRow } from '../../ui/table.tsx';
import { percent } from './percent.ts';
import type { Task } from './task.ts';
import { taskHref } from './task-href.ts';
import { taskName } from './task-name.ts';
import { type TaskProgress, taskProgress } from './task-progress.ts';
import { TaskStatePill, taskStateLabel } from './task-state.tsx';

interface TaskTableProps {
  readonly tasks: readonly Task[];
  readonly label: string;
}

/** Tasks, one a row. Columns that matter least leave first on a narrow screen. */
export function TaskTable({ tasks, label }: TaskTableProps) {
  return (
    <Table label={label}>
      <thead>
        <tr>
          <TableHead>Task</TableHead>
          <TableHead className="max-sm:hidden">State</TableHead>
          <TableHead className="w-44 max-md:pr-5 max-sm:w-24 max-sm:pr-4 max-sm:text-right">Progress</TableHead>
          <TableHead className="text-right max-md:hidden">Peers</TableHead>
          <TableHead className="text-right max-md:hidden">Size</TableHead>
          <TableHead className="text-right max-lg:hidden">From origin</TableHead>
          <TableHead className="text-right max-lg:hidden">Updated</TableHead>
        </tr>
      </thead>
      <tbody>
        {tasks.map((task) => (
          <TaskTableRow key={task.id} task={task} />
        ))}
      </tbody>
    </Table>
  );
}

function TaskTableRow({ task }: { readonly task: Task }) {
  const { name, place } = taskName(task.facts.url);
  const progress = taskProgress(task);
  const { contentLength } = task.facts;
  return (
    <TableRow>
      <TableCell className="max-w-0 sm:w-[38%]">
        <Link
          href={taskHref(task.id)}
          title={task.facts.url}
          className="block truncate rounded-sm font-medium after:absolute after:inset-0 group-hover:text-link"
        >
          {name}
        </Link>
        <span className="block truncate text-muted text-xs">
          <span className="sm:hidden">{taskStateLabel(task.facts.state)} · </span>
          {place}
        </span>
      </TableCell>
      <TableCell className="max-sm:hidden">
        <TaskStatePill state={task.facts.state} />
        {task.stale && (
          <Badge className="ml-1.5" title="Its schedulers are lost: this is how it was">
            Last known
          </Badge>
        )}
      </TableCell>
      <TableCell className="max-md:pr-5 max-sm:pr-4">
        <ProgressCell name={name} task={task} progress={progress} />
      </TableCell>
      <TableCell className="text-right tabular-nums max-md:hidden">
        {progress.donePeers}
        <span className="text-muted"> of {progress.peers}</span>
      </TableCell>
      <TableCell className="whitespace-nowrap text-right tabular-nums max-md:hidden">
        {contentLength === undefined ? <Unknown /> : formatBytes(contentLength)}
      </TableCell>
      <TableCell className="text-right tabular-nums max-lg:hidden">
        {progress.fromPeersShare === undefined ? <Unknown /> : percent(1 - progress.fromPeersShare)}
      </TableCell>
      <TableCell className="whitespace-nowrap text-right text-muted tabular-nums max-lg:hidden">
        <RelativeTime atMs={task.updatedAtMs} />
      </TableCell>
    </TableRow>
  );
}

function ProgressCell({ name, task, progress }: { name: string; task: Task; progress: TaskProgress }) {
  return (
    <div className="flex items-center gap-3 max-sm:flex-col-reverse max-sm:items-stretch max-sm:gap-1">
      <ProgressBar
        value={progress.share ?? 0}
        label={`Progress of ${name}`}
        tone={barTone(task, progress)}
        className="flex-1 max-sm:flex-none"
      />
      <span className="w-14 whitespace-nowrap text-right text-muted text-xs tabular-nums max-sm:w-auto">
        {progress.share === undefined ? 'waiting' : percent(progress.share)}
      </span>
    </div>
  );
}

/** The colour of a task's bar: done only when nobody waits for bytes any more. */
export function barTone({ facts }: Task, { openPeers }: TaskProgress): 'downloading' | 'done' | 'failed' {
  if (openPeers > 0) return 'downloading';
  return facts.state === 'failed' ? 'failed' : 'done';
}

function Unknown() {
  return <span className="text-faint">unknown</span>;
}

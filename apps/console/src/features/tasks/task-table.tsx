'use client';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Link } from '../../ui/link.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Table, TableCell, TableHead, TableRow } from '../../ui/table.tsx';
import { taskMessages } from './messages.ts';
import type { Task } from './task.ts';
import { taskHref } from './task-href.ts';
import { taskName } from './task-name.ts';
import { type TaskProgress, taskProgress } from './task-progress.ts';
import { TaskStatePill } from './task-state.tsx';

interface TaskTableProps {
  readonly tasks: readonly Task[];
  readonly label: string;
}

/** Tasks, one a row. Columns that matter least leave first on a narrow screen. */
export function TaskTable({ tasks, label }: TaskTableProps) {
  const t = useMessages(taskMessages);
  return (
    <Table label={label}>
      <thead>
        <tr>
          <TableHead>{t.task}</TableHead>
          <TableHead className="max-sm:hidden">{t.columns.state}</TableHead>
          <TableHead className="w-44 max-md:pr-5 max-sm:w-24 max-sm:pr-4 max-sm:text-right">
            {t.columns.progress}
          </TableHead>
          <TableHead className="text-right max-md:hidden">{t.columns.peers}</TableHead>
          <TableHead className="text-right max-md:hidden">{t.columns.size}</TableHead>
          <TableHead className="text-right max-lg:hidden">{t.columns.fromOrigin}</TableHead>
          <TableHead className="text-right max-lg:hidden">{t.columns.updated}</TableHead>
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
  const t = useMessages(taskMessages);
  const format = useFormat();
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
          <span className="sm:hidden">{t.state[task.facts.state]} · </span>
          {place}
        </span>
      </TableCell>
      <TableCell className="max-sm:hidden">
        <TaskStatePill state={task.facts.state} />
        {task.stale && (
          <Badge className="ml-1.5" title={t.lastKnownWhy}>
            {t.lastKnown}
          </Badge>
        )}
      </TableCell>
      <TableCell className="max-md:pr-5 max-sm:pr-4">
        <ProgressCell name={name} task={task} progress={progress} />
      </TableCell>
      <TableCell className="text-right tabular-nums max-md:hidden">
        {format.number(progress.donePeers)}
        <span className="text-muted"> {t.ofPeers(format.number(progress.peers))}</span>
      </TableCell>
      <TableCell className="whitespace-nowrap text-right tabular-nums max-md:hidden">
        {contentLength === undefined ? <Unknown /> : format.bytes(contentLength)}
      </TableCell>
      <TableCell className="text-right tabular-nums max-lg:hidden">
        {progress.fromPeersShare === undefined ? <Unknown /> : format.percent(1 - progress.fromPeersShare)}
      </TableCell>
      <TableCell className="whitespace-nowrap text-right text-muted tabular-nums max-lg:hidden">
        <RelativeTime atMs={task.updatedAtMs} />
      </TableCell>
    </TableRow>
  );
}

function ProgressCell({ name, task, progress }: { name: string; task: Task; progress: TaskProgress }) {
  const t = useMessages(taskMessages);
  const format = useFormat();
  return (
    <div className="flex items-center gap-3 max-sm:flex-col-reverse max-sm:items-stretch max-sm:gap-1">
      <ProgressBar
        value={progress.share ?? 0}
        label={t.progressOf(name)}
        tone={barTone(task, progress)}
        className="flex-1 max-sm:flex-none"
      />
      <span className="w-14 whitespace-nowrap text-right text-muted text-xs tabular-nums max-sm:w-auto">
        {progress.share === undefined ? t.waiting : format.percent(progress.share)}
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
  return <span className="text-faint">{useMessages(taskMessages).unknown}</span>;
}

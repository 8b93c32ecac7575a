import { formatBytes } from '@damselfly/core';
import { ArrowRight } from 'lucide-react';
import Link from 'next/link';
import { Button } from '../../ui/button.tsx';
import { Card, CardHeader } from '../../ui/card.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { barTone, percent, type Task, taskHref, taskName, taskProgress } from '../tasks/index.ts';

interface RunningTasksProps {
  readonly page: { readonly items: readonly Task[]; readonly total: number };
}

/** What moves now, each with its bar. */
export function RunningTasks({ page }: RunningTasksProps) {
  return (
    <Card aria-label="Running now">
      <CardHeader
        title="Running now"
        note={page.total}
        actions={
          page.total > page.items.length && (
            <Button asChild look="quiet" size="sm">
              <Link href="/tasks?state=running">
                All running
                <ArrowRight aria-hidden />
              </Link>
            </Button>
          )
        }
      />
      <ul className="border-line border-t">
        {page.items.map((task) => (
          <RunningTask key={task.id} task={task} />
        ))}
      </ul>
    </Card>
  );
}

function RunningTask({ task }: { readonly task: Task }) {
  const { name, place } = taskName(task.facts.url);
  const progress = taskProgress(task);
  const { contentLength } = task.facts;
  return (
    <li className="group relative border-line border-b px-4 py-3 transition-colors last:border-0 hover:bg-hover/60 sm:px-5">
      <div className="flex items-baseline gap-3">
        <Link
          href={taskHref(task.id)}
          className="min-w-0 truncate rounded-sm font-medium text-sm after:absolute after:inset-0 group-hover:text-link"
        >
          {name}
        </Link>
        <span className="min-w-0 flex-1 truncate text-muted text-xs max-sm:hidden">{place}</span>
        <span className="ml-auto font-medium text-sm tabular-nums">
          {progress.share === undefined ? 'starting' : percent(progress.share)}
        </span>
      </div>
      <ProgressBar
        value={progress.share ?? 0}
        label={`Progress of ${name}`}
        tone={barTone(task, progress)}
        className="mt-2"
      />
      <p className="mt-1.5 flex flex-wrap gap-x-4 text-muted text-xs tabular-nums">
        <span>
          {progress.donePeers} of {progress.peers} peers done
        </span>
        {contentLength !== undefined && <span>{formatBytes(contentLength)}</span>}
        {progress.fromPeersShare !== undefined && <span>{percent(progress.fromPeersShare)} from peers</span>}
      </p>
    </li>
  );
}

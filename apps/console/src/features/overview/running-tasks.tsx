'use client';
import { ArrowRight } from 'lucide-react';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { Button } from '../../ui/button.tsx';
import { Card, CardHeader } from '../../ui/card.tsx';
import { Link } from '../../ui/link.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { barTone, type Task, taskHref, taskName, taskProgress } from '../tasks/index.ts';
import { overviewMessages } from './messages.ts';

interface RunningTasksProps {
  readonly page: { readonly items: readonly Task[]; readonly total: number };
}

/** What moves now, each with its bar. */
export function RunningTasks({ page }: RunningTasksProps) {
  const t = useMessages(overviewMessages).running;
  const format = useFormat();
  return (
    <Card aria-label={t.title}>
      <CardHeader
        title={t.title}
        note={format.number(page.total)}
        actions={
          page.total > page.items.length && (
            <Button asChild look="quiet" size="sm">
              <Link href="/tasks?state=running">
                {t.all}
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
  const t = useMessages(overviewMessages).running;
  const format = useFormat();
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
          {progress.share === undefined ? t.starting : format.percent(progress.share)}
        </span>
      </div>
      <ProgressBar
        value={progress.share ?? 0}
        label={t.progressOf(name)}
        tone={barTone(task, progress)}
        className="mt-2"
      />
      <p className="mt-1.5 flex flex-wrap gap-x-4 text-muted text-xs tabular-nums">
        <span>{t.done(format.number(progress.donePeers), format.number(progress.peers))}</span>
        {contentLength !== undefined && <span>{format.bytes(contentLength)}</span>}
        {progress.fromPeersShare !== undefined && <span>{t.fromPeers(format.percent(progress.fromPeersShare))}</span>}
      </p>
    </li>
  );
}

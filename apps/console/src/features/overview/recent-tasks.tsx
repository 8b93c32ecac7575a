'use client';
import { ArrowRight } from 'lucide-react';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { Button } from '../../ui/button.tsx';
import { Card, CardHeader } from '../../ui/card.tsx';
import { Link } from '../../ui/link.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { LoadProblem } from '../connection/index.ts';
import { type Task, TaskTable } from '../tasks/index.ts';
import { overviewMessages } from './messages.ts';

interface RecentTasksProps {
  readonly tasks: readonly Task[] | undefined;
  readonly error: unknown;
  readonly onRetry: () => void;
}

/** The tasks that moved last, but for those that run: they stand above. */
export function RecentTasks({ tasks, error, onRetry }: RecentTasksProps) {
  const t = useMessages(overviewMessages);
  const rested = tasks?.filter(({ facts }) => facts.state !== 'running');
  if (rested?.length === 0) return null;
  return (
    <Card aria-label={t.recent.title} aria-busy={rested === undefined}>
      <CardHeader
        title={t.recent.title}
        actions={
          <Button asChild look="quiet" size="sm">
            <Link href="/tasks">
              {t.recent.all}
              <ArrowRight aria-hidden />
            </Link>
          </Button>
        }
      />
      {rested === undefined && error === null && <SkeletonRows rows={5} className="border-line border-t" />}
      {rested === undefined && error !== null && (
        <LoadProblem what={t.theTasks} error={error} onRetry={onRetry} className="m-4 mt-0" />
      )}
      {rested !== undefined && <TaskTable tasks={rested} label={t.recent.title} />}
    </Card>
  );
}

import { ArrowRight } from 'lucide-react';
import Link from 'next/link';
import { Button } from '../../ui/button.tsx';
import { Card, CardHeader } from '../../ui/card.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { LoadProblem } from '../connection/index.ts';
import { type Task, TaskTable } from '../tasks/index.ts';

interface RecentTasksProps {
  readonly tasks: readonly Task[] | undefined;
  readonly error: unknown;
  readonly onRetry: () => void;
}

/** The tasks that moved last, but for those that run: they stand above. */
export function RecentTasks({ tasks, error, onRetry }: RecentTasksProps) {
  const rested = tasks?.filter(({ facts }) => facts.state !== 'running');
  if (rested?.length === 0) return null;
  return (
    <Card aria-label="Recent tasks" aria-busy={rested === undefined}>
      <CardHeader
        title="Recent tasks"
        actions={
          <Button asChild look="quiet" size="sm">
            <Link href="/tasks">
              All tasks
              <ArrowRight aria-hidden />
            </Link>
          </Button>
        }
      />
      {rested === undefined && error === null && <SkeletonRows rows={5} className="border-line border-t" />}
      {rested === undefined && error !== null && (
        <LoadProblem what="the tasks" error={error} onRetry={onRetry} className="m-4 mt-0" />
      )}
      {rested !== undefined && <TaskTable tasks={rested} label="Recent tasks" />}
    </Card>
  );
}

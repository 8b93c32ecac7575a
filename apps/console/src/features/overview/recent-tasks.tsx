import { ArrowRight } from 'lucide-react';
import Link from 'next/link';
import { Button } from '../../ui/button.tsx';
import { Card, CardHeader } from '../../ui/card.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { LoadProblem } from '../connection/index.ts';
import { type Task, TaskTable } from '../tasks/index.ts';

interface RecentTasksProps {
  readonly page: { readonly items: readonly Task[]; readonly total: number } | undefined;
  readonly error: unknown;
  readonly onRetry: () => void;
}

/** The tasks that moved last. */
export function RecentTasks({ page, error, onRetry }: RecentTasksProps) {
  return (
    <Card aria-label="Recent tasks" aria-busy={page === undefined}>
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
      {page === undefined && error === null && <SkeletonRows rows={5} className="border-line border-t" />}
      {page === undefined && error !== null && (
        <LoadProblem what="the tasks" error={error} onRetry={onRetry} className="m-4 mt-0" />
      )}
      {page !== undefined && <TaskTable tasks={page.items} label="Recent tasks" />}
    </Card>
  );
}

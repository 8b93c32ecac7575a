import type { TaskId } from '@damselfly/core';
import { Radar } from 'lucide-react';
import Link from 'next/link';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { DfgetLine } from './dfget-line.tsx';
import type { Task } from './task.ts';
import { taskName } from './task-name.ts';

interface TaskGoneProps {
  readonly id: TaskId;
  /** What this page saw of it, if anything. */
  readonly last: Task | undefined;
}

/** A task that no scheduler knows, or knows no more. */
export function TaskGone({ id, last }: TaskGoneProps) {
  return (
    <>
      <PageHeader
        crumbs={[{ label: 'Tasks', href: '/tasks' }, { label: 'Not known' }]}
        title={last === undefined ? 'Task' : taskName(last.facts.url).name}
        note={<span className="font-mono text-xs [overflow-wrap:anywhere]">{id}</span>}
      />
      <Card>
        <EmptyState
          icon={Radar}
          title="No scheduler knows this task"
          action={
            last === undefined ? (
              <Button asChild>
                <Link href="/tasks">All tasks</Link>
              </Button>
            ) : (
              <DfgetLine facts={last.facts} />
            )
          }
        >
          Schedulers forget a task once none of its peers is left. Downloading it again brings it back here.
        </EmptyState>
      </Card>
    </>
  );
}

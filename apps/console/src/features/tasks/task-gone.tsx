'use client';
import type { TaskId } from '@damselfly/core';
import { Radar } from 'lucide-react';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Link } from '../../ui/link.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { DfgetLine } from './dfget-line.tsx';
import { taskMessages } from './messages.ts';
import type { Task } from './task.ts';
import { taskName } from './task-name.ts';

interface TaskGoneProps {
  readonly id: TaskId;
  /** What this page saw of it, if anything. */
  readonly last: Task | undefined;
}

/** A task that no scheduler knows, or knows no more. */
export function TaskGone({ id, last }: TaskGoneProps) {
  const t = useMessages(taskMessages);
  return (
    <>
      <PageHeader
        crumbs={[{ label: t.title, href: '/tasks' }, { label: t.gone.crumb }]}
        title={last === undefined ? t.task : taskName(last.facts.url).name}
        note={<span className="font-mono text-xs [overflow-wrap:anywhere]">{id}</span>}
      />
      <Card>
        <EmptyState
          icon={Radar}
          title={t.gone.title}
          action={
            last === undefined ? (
              <Button asChild>
                <Link href="/tasks">{t.gone.all}</Link>
              </Button>
            ) : (
              <DfgetLine facts={last.facts} />
            )
          }
        >
          {t.gone.why}
        </EmptyState>
      </Card>
    </>
  );
}

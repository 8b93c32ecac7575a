'use client';
import type { TaskId } from '@damselfly/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { callFailure, LoadProblem, useTRPC, useTRPCClient } from '../connection/index.ts';
import { LiveTask } from '../task-graph/index.ts';
import { DfgetLine } from './dfget-line.tsx';
import { taskMessages } from './messages.ts';
import { TaskFacts } from './task-facts.tsx';
import { TaskGone } from './task-gone.tsx';
import { taskName } from './task-name.ts';
import { createTaskSource } from './task-source.ts';
import { TaskStatePill } from './task-state.tsx';

const refreshMs = 2000;

/** One task: what it is, and its swarm as it moves. */
export function TaskView({ id }: { readonly id: TaskId }) {
  const t = useMessages(taskMessages);
  const trpc = useTRPC();
  const client = useTRPCClient();
  const source = useMemo(() => createTaskSource(client, id), [client, id]);
  const task = useQuery(trpc.tasks.byId.queryOptions({ id }, { refetchInterval: refreshMs }));
  if (task.isError && callFailure(task.error).code === 'notFound') return <TaskGone id={id} last={task.data} />;
  const facts = task.data?.facts;
  const name = facts && taskName(facts.url).name;
  return (
    <>
      <PageHeader
        crumbs={[{ label: t.title, href: '/tasks' }, { label: name ?? t.task }]}
        title={
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            {name ?? (
              <>
                <span className="sr-only">{t.task}</span>
                <Skeleton className="h-7 w-72 max-w-full" />
              </>
            )}
            {facts && <TaskStatePill state={facts.state} />}
          </span>
        }
        note={facts && <span className="[overflow-wrap:anywhere]">{facts.url}</span>}
      />
      {task.isError && task.data === undefined && (
        <LoadProblem what={t.thisTask} error={task.error} onRetry={() => void task.refetch()} className="mb-4" />
      )}
      <div className="mb-5 flex flex-wrap items-end justify-between gap-x-10 gap-y-4">
        <TaskFacts task={task.data} id={id} />
        {facts && <DfgetLine facts={facts} className="flex-[1_1_22rem] lg:max-w-xl" />}
      </div>
      <div className="relative min-h-[34rem] flex-1 overflow-hidden rounded-lg border border-line">
        <div className="absolute inset-0">
          <LiveTask task={id} source={source} facts={facts} />
        </div>
      </div>
    </>
  );
}

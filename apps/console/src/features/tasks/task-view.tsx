'use client';
import type { PeerId, TaskId } from '@damselfly/core';
import { useQuery } from '@tanstack/react-query';
import { CopyCheck } from 'lucide-react';
import { useCallback, useMemo } from 'react';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Link } from '../../ui/link.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useUrlValue } from '../../ui/use-url-value.ts';
import { callFailure, LoadProblem, useTRPC, useTRPCClient } from '../connection/index.ts';
import { LiveTask } from '../task-graph/index.ts';
import { DfgetLine } from './dfget-line.tsx';
import { taskMessages } from './messages.ts';
import { createRecordingSource } from './recording-source.ts';
import { TaskFacts } from './task-facts.tsx';
import { TaskGone } from './task-gone.tsx';
import { copiesHref, pullHref } from './task-href.ts';
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
  const recording = useMemo(() => createRecordingSource(client, id), [client, id]);
  const [at, setAt] = useInstant();
  const hrefOf = useCallback((peer: PeerId) => pullHref(id, peer), [id]);
  const task = useQuery(trpc.tasks.byId.queryOptions({ id }, { refetchInterval: refreshMs }));
  const gone = task.isError && callFailure(task.error).code === 'notFound';
  // Schedulers forget; what was recorded stays for a while.
  const kept = useQuery(trpc.recordings.range.queryOptions({ id }, { enabled: gone, retry: false }));
  if (gone && kept.isPending) return <Skeleton className="h-7 w-72 max-w-full" />;
  if (gone && kept.data === undefined) return <TaskGone id={id} last={task.data} />;
  const facts = task.data?.facts;
  const name = facts && taskName(facts.url).name;
  return (
    <>
      <PageHeader
        crumbs={[{ label: t.title, href: '/tasks' }, { label: name ?? t.task }]}
        title={
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            {name ??
              (gone ? (
                <span className="font-mono text-md">{id.slice(0, 16)}…</span>
              ) : (
                <>
                  <span className="sr-only">{t.task}</span>
                  <Skeleton className="h-7 w-72 max-w-full" />
                </>
              ))}
            {gone ? <Badge>{t.recorded}</Badge> : facts && <TaskStatePill state={facts.state} />}
          </span>
        }
        actions={
          <Button asChild>
            <Link href={copiesHref(id)}>
              <CopyCheck aria-hidden />
              {t.copies}
            </Link>
          </Button>
        }
        note={facts && <span className="[overflow-wrap:anywhere]">{facts.url}</span>}
      />
      {gone && <p className="-mt-3 mb-5 text-muted text-sm">{t.recordedWhy}</p>}
      {task.isError && !gone && task.data === undefined && (
        <LoadProblem what={t.thisTask} error={task.error} onRetry={() => void task.refetch()} className="mb-4" />
      )}
      {!gone && (
        <div className="mb-5 flex flex-wrap items-end justify-between gap-x-10 gap-y-4">
          <TaskFacts task={task.data} id={id} />
          {facts && <DfgetLine facts={facts} className="flex-[1_1_22rem] lg:max-w-xl" />}
        </div>
      )}
      <div className="relative min-h-[34rem] flex-1 overflow-hidden rounded-lg border border-line">
        <div className="absolute inset-0">
          <LiveTask
            task={id}
            source={gone ? undefined : source}
            recording={recording}
            at={at ?? kept.data?.fromMs}
            onAt={setAt}
            facts={facts}
            hrefOf={hrefOf}
          />
        </div>
      </div>
    </>
  );
}

/** The recorded instant the address names, milliseconds since 1970; `undefined`: the present. */
function useInstant(): [at: number | undefined, set: (at: number | undefined) => void] {
  const [text, setText] = useUrlValue('at');
  const set = useCallback((at: number | undefined) => setText(at === undefined ? '' : String(at)), [setText]);
  return [/^\d{1,15}$/.test(text) ? Number(text) : undefined, set];
}

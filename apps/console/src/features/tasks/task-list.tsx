'use client';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { SearchX } from 'lucide-react';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { useClusterChoice } from '../cluster-choice/index.ts';
import { LoadProblem, useTRPC } from '../connection/index.ts';
import { FirstRun } from './first-run.tsx';
import { taskMessages } from './messages.ts';
import { TaskFilters } from './task-filters.tsx';
import { TaskTable } from './task-table.tsx';
import { useFirstPull } from './use-first-pull.ts';
import { type TaskSearch, useTaskSearch } from './use-task-search.ts';

const pageSize = 50;
const refreshMs = 1500;

/** All tasks that schedulers know: searched, filtered, and kept fresh while the tab is in sight. */
export function TaskList() {
  const t = useMessages(taskMessages);
  const format = useFormat();
  const trpc = useTRPC();
  const { search, change } = useTaskSearch();
  const [clusterId] = useClusterChoice();
  const input = {
    limit: pageSize,
    ...(clusterId !== undefined && { clusterId }),
    ...(search.search.trim() !== '' && { search: search.search.trim() }),
    ...(search.state !== 'all' && { state: search.state }),
  };
  const tasks = useInfiniteQuery(
    trpc.tasks.list.infiniteQueryOptions(input, {
      getNextPageParam: (page) => page.nextCursor,
      refetchInterval: refreshMs,
      placeholderData: keepPreviousData,
    }),
  );
  const total = tasks.data?.pages[0]?.total;
  const items = tasks.data?.pages.flatMap((page) => page.items);
  const filtered = search.search !== '' || search.state !== 'all';
  const everything = !filtered && clusterId === undefined;
  useFirstPull(everything ? tasks.data?.pages[0] : undefined);
  if (items?.length === 0 && everything) return <FirstRun />;
  return (
    <>
      <TaskFilters search={search} onChange={change} total={total} />
      <Card aria-busy={tasks.isPending} aria-label={t.title}>
        {tasks.isError && items === undefined && (
          <LoadProblem what={t.theTasks} error={tasks.error} onRetry={() => void tasks.refetch()} className="m-4" />
        )}
        {tasks.isPending && <SkeletonRows rows={8} />}
        {items?.length === 0 && <NothingFound search={search} filtered={filtered} onChange={change} />}
        {items !== undefined && items.length > 0 && <TaskTable tasks={items} label={t.title} />}
        {tasks.hasNextPage && (
          <div className="flex justify-center border-line border-t p-3">
            <Button disabled={tasks.isFetchingNextPage} onClick={() => void tasks.fetchNextPage()}>
              {tasks.isFetchingNextPage ? t.list.loading : t.list.more(format.number(total ?? 0))}
            </Button>
          </div>
        )}
      </Card>
    </>
  );
}

interface NothingFoundProps {
  readonly search: TaskSearch;
  /** By more than the cluster. */
  readonly filtered: boolean;
  readonly onChange: (search: TaskSearch) => void;
}

function NothingFound({ search, filtered, onChange }: NothingFoundProps) {
  const t = useMessages(taskMessages).list;
  return (
    <EmptyState
      icon={SearchX}
      title={t.nothing}
      action={filtered && <Button onClick={() => onChange({ search: '', state: 'all' })}>{t.showAll}</Button>}
    >
      {!filtered ? t.nothingInCluster : search.search === '' ? t.nothingInState : t.nothingHas(search.search)}
    </EmptyState>
  );
}

'use client';
import type { TaskState } from '@damselfly/core';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { ListTree } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import type { Column } from '../../ui/column.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Link } from '../../ui/link.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Select } from '../../ui/select.tsx';
import { SettledSearch } from '../../ui/settled-search.tsx';
import { TableBar } from '../../ui/table-bar.tsx';
import { useUrlState } from '../../ui/use-url-state.ts';
import { useClusterChoice } from '../cluster-choice/index.ts';
import { useTRPC } from '../connection/index.ts';
import { ListCard } from '../listing/index.ts';
import { SavedViews } from '../saved-views/index.ts';
import { type CataloguedTask, catalogueFilter, orderOf, peerShare, type TaskKind, taskKinds } from './catalogue.ts';
import { taskMessages } from './messages.ts';
import { taskHref } from './task-href.ts';
import { taskName } from './task-name.ts';
import { TaskStatePill } from './task-state.tsx';
import { taskStates } from './use-task-search.ts';

const pageSize = 50;
const refreshMs = 10_000;

/** Every task that schedulers told of: searched by URL, image, id or digest, sorted and paged by the console. */
export function CatalogueList() {
  const t = useMessages(taskMessages);
  const format = useFormat();
  const trpc = useTRPC();
  const router = useRouter();
  const url = useUrlState();
  const [clusterId] = useClusterChoice();
  const filter = catalogueFilter(url.get, clusterId);
  const order = orderOf(url.get('sort'));
  const tasks = useInfiniteQuery(
    trpc.tasks.search.infiniteQueryOptions(
      { ...filter, order, limit: pageSize },
      { getNextPageParam: (page) => page.nextCursor, refetchInterval: refreshMs, placeholderData: keepPreviousData },
    ),
  );
  const rows = tasks.data?.pages.flatMap(({ items }) => items);
  const total = tasks.data?.pages[0]?.total;
  const { clusterId: _, ...narrowed } = filter;
  return (
    <>
      <TableBar
        end={
          <>
            <p role="status" className="text-muted text-xs tabular-nums">
              {total !== undefined && total > 0 && t.filters.count(total, format.number(total))}
            </p>
            <SavedViews />
          </>
        }
      >
        <SettledSearch
          label={t.filters.search}
          placeholder={t.catalogue.placeholder}
          value={filter.search ?? ''}
          onSettle={(q) => url.set({ q: q.trim() })}
          className="min-w-56 flex-1 sm:max-w-sm"
        />
        <Select<TaskState | ''>
          aria-label={t.columns.state}
          value={filter.state ?? ''}
          options={[
            { value: '', label: t.catalogue.anyState },
            ...taskStates.map((value) => ({ value, label: t.state[value] })),
          ]}
          onChange={(state) => url.set({ state })}
        />
        <Select<TaskKind | ''>
          aria-label={t.catalogue.kind}
          value={filter.kind ?? ''}
          options={[
            { value: '', label: t.catalogue.anyKind },
            ...taskKinds.map((value) => ({ value, label: t.catalogue.kinds[value] })),
          ]}
          onChange={(kind) => url.set({ kind })}
        />
      </TableBar>
      <ListCard
        label={t.title}
        what={t.theTasks}
        reading={tasks}
        columns={useColumns()}
        rows={rows}
        total={total}
        rowId={({ schedulerClusterId, taskId }) => `${schedulerClusterId} ${taskId}`}
        rowName={({ url: source }) => taskName(source).name}
        onMore={() => void tasks.fetchNextPage()}
        sort={{ by: order, descending: true }}
        onSort={({ by }) => url.set({ sort: by === 'updatedAt' ? '' : by })}
        onOpen={({ taskId }) => router.push(taskHref(taskId))}
        filtered={Object.keys(narrowed).length > 0}
        onShowAll={() => url.set({ q: '', state: '', kind: '' })}
        empty={
          <EmptyState icon={ListTree} title={t.first.title}>
            {t.first.why}
          </EmptyState>
        }
      />
    </>
  );
}

function useColumns(): readonly Column<CataloguedTask>[] {
  const t = useMessages(taskMessages);
  const format = useFormat();
  return [
    {
      ...{ id: 'task', header: t.task, width: 'minmax(10rem, 3fr)' },
      cell: ({ taskId, url, image, tag }) => {
        // What was handed in by dfcache comes from nowhere: its tag and id name it.
        const { name, place } = url === '' ? { name: tag || taskId.slice(0, 16), place: taskId } : taskName(url);
        return (
          <Link href={taskHref(taskId)} title={url} className="block min-w-0">
            <span className="block truncate font-medium">{name}</span>
            <span className="block truncate text-muted text-xs">{image === '' ? place : image}</span>
          </Link>
        );
      },
    },
    {
      ...{ id: 'state', header: t.columns.state, width: '7.5rem', fromPx: 520 },
      cell: ({ state }) => <TaskStatePill state={state} />,
    },
    {
      ...{ id: 'contentLength', header: t.columns.size, width: '7rem', align: 'end', sortable: true },
      cell: ({ contentLength }) => (contentLength === null ? '–' : format.bytes(contentLength)),
    },
    {
      ...{ id: 'replicas', header: t.catalogue.replicas, width: '7rem', align: 'end', sortable: true, fromPx: 640 },
      cell: ({ replicas }) => format.number(replicas),
    },
    {
      ...{ id: 'heat', header: t.catalogue.heat, width: '6.5rem', align: 'end', sortable: true, fromPx: 720 },
      cell: ({ heat }) => format.number(heat),
    },
    {
      ...{ id: 'peers', header: t.catalogue.fromPeers, width: '7rem', align: 'end', fromPx: 860 },
      cell: (task) => {
        const share = peerShare(task);
        return share === undefined ? '–' : format.percent(share);
      },
    },
    {
      ...{ id: 'application', header: t.facts.application, width: 'minmax(5rem, 1fr)', fromPx: 1000 },
      cell: ({ application }) => <span className="block truncate text-muted">{application || '–'}</span>,
    },
    {
      ...{ id: 'updatedAt', header: t.columns.updated, width: '7rem', align: 'end', sortable: true, fromPx: 460 },
      cell: ({ updatedAt }) => <RelativeTime atMs={updatedAt.getTime()} />,
    },
  ];
}

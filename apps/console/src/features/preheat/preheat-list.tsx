'use client';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Flame, Plus, SearchX } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import type { Column } from '../../ui/column.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Link } from '../../ui/link.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Select } from '../../ui/select.tsx';
import { SettledSearch } from '../../ui/settled-search.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { StatePill } from '../../ui/state-pill.tsx';
import { TableBar } from '../../ui/table-bar.tsx';
import { useUrlState } from '../../ui/use-url-state.ts';
import { LoadProblem, useTRPC } from '../connection/index.ts';
import { SavedViews } from '../saved-views/index.ts';
import { preheatMessages } from './messages.ts';
import { contentOf, type JobState, jobStates, type PreheatJob, toneOf } from './preheat.ts';

const pageSize = 50;
const refreshMs = 2000;

/** All preheats of the tenant, the newest first, fresh while the tab is in sight. */
export function PreheatList() {
  const t = useMessages(preheatMessages);
  const trpc = useTRPC();
  const router = useRouter();
  const url = useUrlState();
  const search = url.get('q');
  const state = jobStates.find((known) => known === url.get('state'));
  const columns = useColumns();
  const jobs = useInfiniteQuery(
    trpc.jobs.list.infiniteQueryOptions(
      { types: ['preheat'], limit: pageSize, ...(search !== '' && { search }), ...(state && { states: [state] }) },
      { getNextPageParam: (page) => page.nextCursor, refetchInterval: refreshMs, placeholderData: keepPreviousData },
    ),
  );
  const rows = jobs.data?.pages.flatMap(({ items }) => items);
  const filtered = search !== '' || state !== undefined;
  return (
    <>
      <TableBar end={<SavedViews />}>
        <SettledSearch
          label={t.search}
          placeholder={t.searchPlaceholder}
          value={search}
          onSettle={(text) => url.set({ q: text.trim() })}
          className="min-w-56 flex-1 sm:max-w-sm"
        />
        <Select<JobState | 'all'>
          aria-label={t.stateFilter}
          value={state ?? 'all'}
          options={[
            { value: 'all', label: t.anyState },
            ...jobStates.map((value) => ({ value, label: t.states[value] })),
          ]}
          onChange={(wanted) => url.set({ state: wanted === 'all' ? '' : wanted })}
        />
      </TableBar>
      <Card aria-busy={jobs.isPending} aria-label={t.title}>
        {jobs.isError && rows === undefined && (
          <LoadProblem what={t.theJobs} error={jobs.error} onRetry={() => void jobs.refetch()} className="m-4" />
        )}
        {jobs.isPending && <SkeletonRows rows={6} />}
        {rows?.length === 0 && (filtered ? <NothingFound onShowAll={() => url.replace('')} /> : <FirstPreheat />)}
        {rows !== undefined && rows.length > 0 && (
          <DataTable
            label={t.title}
            columns={columns}
            rows={rows}
            rowId={({ id }) => String(id)}
            rowName={({ id }) => t.run(id)}
            total={jobs.data?.pages[0]?.total ?? rows.length}
            onMore={() => void jobs.fetchNextPage()}
            onOpen={({ id }) => router.push(`/preheat/${id}`)}
          />
        )}
      </Card>
    </>
  );
}

function useColumns(): readonly Column<PreheatJob>[] {
  const t = useMessages(preheatMessages);
  const format = useFormat();
  return [
    {
      id: 'content',
      header: t.columns.content,
      width: 'minmax(0, 2fr)',
      cell: (job) => (
        <Link href={`/preheat/${job.id}`} className="block min-w-0">
          <span className="block truncate font-medium">{job.bio || contentOf(job)}</span>
          {job.bio !== '' && <span className="block truncate text-muted text-xs">{contentOf(job)}</span>}
        </Link>
      ),
    },
    {
      id: 'state',
      header: t.columns.state,
      width: '8.5rem',
      cell: ({ state }) => <StatePill tone={toneOf[state]} label={t.states[state]} />,
    },
    {
      id: 'progress',
      header: t.columns.progress,
      width: '10rem',
      fromPx: 620,
      cell: (job) => <JobProgress job={job} label={t.columns.progress} />,
    },
    {
      id: 'clusters',
      header: t.columns.clusters,
      width: '9rem',
      fromPx: 900,
      cell: ({ clusters }) => <span className="truncate">{format.list(clusters.map(({ name }) => name))}</span>,
    },
    { id: 'by', header: t.columns.by, width: '7rem', fromPx: 820, cell: ({ user }) => user?.name ?? '–' },
    {
      id: 'created',
      header: t.columns.created,
      width: '6.5rem',
      align: 'end',
      cell: ({ createdAt }) => <RelativeTime atMs={createdAt.getTime()} />,
    },
  ];
}

/** How many of its bytes are there. */
export function JobProgress({ job, label }: { readonly job: PreheatJob; readonly label: string }) {
  const format = useFormat();
  const share = job.totalBytes > 0 ? job.doneBytes / job.totalBytes : job.state === 'succeeded' ? 1 : 0;
  const tone = job.state === 'failed' ? 'failed' : job.finishedAt === null ? 'downloading' : 'done';
  return (
    <span className="flex w-full items-center gap-2">
      <ProgressBar value={share} label={label} tone={tone} className="flex-1" />
      <span className="w-12 text-right text-muted text-xs tabular-nums">{format.percent(share)}</span>
    </span>
  );
}

function FirstPreheat() {
  const t = useMessages(preheatMessages);
  return (
    <EmptyState
      icon={Flame}
      title={t.none}
      action={
        <Button look="primary" asChild>
          <Link href="/preheat/new">
            <Plus aria-hidden />
            {t.create}
          </Link>
        </Button>
      }
    >
      {t.noneWhy}
    </EmptyState>
  );
}

function NothingFound({ onShowAll }: { readonly onShowAll: () => void }) {
  const t = useMessages(preheatMessages);
  return (
    <EmptyState icon={SearchX} title={t.nothingFound} action={<Button onClick={onShowAll}>{t.showAll}</Button>}>
      {t.noneWhy}
    </EmptyState>
  );
}

'use client';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Archive, Plus } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { loaded } from '../../ui/loaded.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Select } from '../../ui/select.tsx';
import { SettledSearch } from '../../ui/settled-search.tsx';
import { TableBar } from '../../ui/table-bar.tsx';
import { useUrlState } from '../../ui/use-url-state.ts';
import { useClusterChoice } from '../cluster-choice/index.ts';
import { useTRPC } from '../connection/index.ts';
import { ListCard, useDrawer } from '../listing/index.ts';
import { SavedViews } from '../saved-views/index.ts';
import { persistentMessages } from './messages.ts';
import { isKind, type PersistentKind, persistentHref, persistentKinds } from './persistent.ts';
import { usePersistentColumns } from './persistent-columns.tsx';

const ImportDrawer = loaded(() => import('./import-drawer.tsx').then((part) => part.ImportDrawer));

const pageSize = 100;
const refreshMs = 5000;

/** What the hosts of a cluster keep, with the health of its copies. */
export function PersistentList() {
  const t = useMessages(persistentMessages);
  const format = useFormat();
  const trpc = useTRPC();
  const router = useRouter();
  const drawer = useDrawer();
  const url = useUrlState();
  const clusters = useQuery(trpc.clusters.list.queryOptions(undefined, { staleTime: 30_000 }));
  const [chosen, choose] = useClusterChoice();
  // The schedulers of one cluster answer: without a choice it is the first one.
  const clusterId = chosen ?? clusters.data?.[0]?.id;
  const search = url.get('q');
  const wantedKind = url.get('kind');
  const kind = isKind(wantedKind) ? wantedKind : undefined;
  const tasks = useInfiniteQuery(
    trpc.persistentTasks.list.infiniteQueryOptions(
      { clusterId: clusterId ?? 1, limit: pageSize, ...(search !== '' && { search }), ...(kind && { kind }) },
      {
        enabled: clusterId !== undefined,
        getNextPageParam: (page) => page.nextCursor,
        refetchInterval: refreshMs,
        placeholderData: keepPreviousData,
      },
    ),
  );
  const columns = usePersistentColumns(tasks.dataUpdatedAt);
  const rows = tasks.data?.pages.flatMap(({ items }) => items);
  const create = (
    <Button look="primary" onClick={() => drawer.open('new')}>
      <Plus aria-hidden />
      {t.create}
    </Button>
  );
  return (
    <>
      <PageHeader title={t.title} note={t.note} actions={create} />
      <TableBar
        end={
          <>
            {(clusters.data?.length ?? 0) > 1 && (
              <Select
                aria-label={t.cluster}
                value={String(clusterId ?? '')}
                options={(clusters.data ?? []).map(({ id, name }) => ({ value: String(id), label: name }))}
                onChange={(id) => choose(Number(id))}
              />
            )}
            <SavedViews />
          </>
        }
      >
        <SettledSearch
          label={t.search}
          placeholder={t.placeholder}
          value={search}
          onSettle={(q) => url.set({ q: q.trim() })}
          className="min-w-56 flex-1 sm:max-w-sm"
        />
        <Select<PersistentKind | ''>
          aria-label={t.kind}
          value={kind ?? ''}
          options={[
            { value: '', label: t.anyKind },
            ...persistentKinds.map((value) => ({ value, label: t.kinds[value] })),
          ]}
          onChange={(next) => url.set({ kind: next })}
        />
        <p role="status" className="text-muted text-xs tabular-nums">
          {(tasks.data?.pages[0]?.total ?? 0) > 0 && format.number(tasks.data?.pages[0]?.total ?? 0)}
        </p>
      </TableBar>
      {clusters.data?.length === 0 ? (
        <p className="text-muted text-sm">{t.noCluster}</p>
      ) : (
        <ListCard
          label={t.title}
          what={t.what}
          reading={tasks}
          columns={columns}
          rows={rows}
          total={tasks.data?.pages[0]?.total}
          rowId={({ kind: of, id }) => `${of} ${id}`}
          rowName={({ id }) => id}
          onMore={() => void tasks.fetchNextPage()}
          onOpen={(task) => router.push(persistentHref(task))}
          filtered={search !== '' || kind !== undefined}
          onShowAll={() => url.set({ q: '', kind: '' })}
          empty={
            <EmptyState icon={Archive} title={t.none} action={create}>
              {t.noneWhy}
            </EmptyState>
          }
        />
      )}
      {drawer.held === 'new' && <ImportDrawer onClose={drawer.close} />}
    </>
  );
}

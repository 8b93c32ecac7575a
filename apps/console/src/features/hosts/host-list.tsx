'use client';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Download, Server } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { Button } from '../../ui/button.tsx';
import { callTwin } from '../../ui/call-twin.ts';
import { readSort, sortText } from '../../ui/column.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { loaded } from '../../ui/loaded.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { TwinButton } from '../../ui/twin.tsx';
import { useUrlState } from '../../ui/use-url-state.ts';
import { useClusterChoice } from '../cluster-choice/index.ts';
import { useTRPC } from '../connection/index.ts';
import { ListCard } from '../listing/index.ts';
import { SavedViews } from '../saved-views/index.ts';
import { useMay } from '../session/index.ts';
import { exportPath, filterOf, type Host, type HostOrder, hostHref } from './host.ts';
import { useHostColumns } from './host-columns.tsx';
import { HostFilters } from './host-filters.tsx';
import { hostMessages } from './messages.ts';
import { useDrain } from './use-drain.ts';
import { VersionBoard } from './version-board.tsx';

const DrainDialog = loaded(() => import('./drain-dialog.tsx').then((part) => part.DrainDialog));

const pageSize = 100;
const refreshMs = 5000;
/** What one call drains at most. */
const mostAtOnce = 200;
const orders = ['hostname', 'announcedAt', 'cpuPercent', 'diskFreeBytes', 'txBps', 'gitVersion'] as const;
const isOrder = (text: string): text is HostOrder => orders.some((order) => order === text);

/** All hosts that one may see: searched, sorted and paged by the console. */
export function HostList() {
  const t = useMessages(hostMessages);
  const format = useFormat();
  const trpc = useTRPC();
  const router = useRouter();
  const may = useMay();
  const url = useUrlState();
  const [clusterId] = useClusterChoice();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const columns = useHostColumns();
  const filter = filterOf(url.get, clusterId);
  const sort = readSort(url.get('sort'), columns, { by: 'hostname', descending: false });
  const order = isOrder(sort.by) ? sort.by : 'hostname';
  const hosts = useInfiniteQuery(
    trpc.hosts.search.infiniteQueryOptions(
      { ...filter, order, descending: sort.descending, limit: pageSize },
      { getNextPageParam: (page) => page.nextCursor, refetchInterval: refreshMs, placeholderData: keepPreviousData },
    ),
  );
  const rows = hosts.data?.pages.flatMap(({ items }) => items);
  const total = hosts.data?.pages[0]?.total;
  const mayChange = may({ action: 'update', subject: 'Host' });
  const { clusterId: _, ...narrowed } = filter;
  return (
    <>
      <PageHeader
        title={t.title}
        note={t.note}
        actions={
          <>
            <TwinButton action={t.exportTwin} twin={callTwin({ method: 'GET', path: exportPath(filter) })} />
            <Button asChild>
              <a href={exportPath(filter)} download>
                <Download aria-hidden />
                {t.exportCsv}
              </a>
            </Button>
          </>
        }
      />
      <VersionBoard filter={filter} chosen={filter.version ?? ''} onChoose={(version) => url.set({ version })} />
      <HostFilters
        filter={filter}
        set={url.set}
        end={
          selected.size === 0 ? (
            <>
              <p role="status" className="text-muted text-xs tabular-nums">
                {total !== undefined && total > 0 && t.total(format.number(total))}
              </p>
              <SavedViews />
            </>
          ) : (
            <Selected
              hosts={(rows ?? []).filter(({ id }) => selected.has(String(id))).slice(0, mostAtOnce)}
              onDone={() => setSelected(new Set())}
            />
          )
        }
      />
      <ListCard
        label={t.title}
        what={t.theHosts}
        reading={hosts}
        columns={columns}
        rows={rows}
        total={total}
        rowId={({ id }) => String(id)}
        rowName={({ hostname }) => hostname}
        onMore={() => void hosts.fetchNextPage()}
        sort={sort}
        onSort={(next) => url.set({ sort: sortText(next) })}
        {...(mayChange && { selected, onSelect: setSelected })}
        onOpen={({ id }) => router.push(hostHref(id))}
        filtered={Object.keys(narrowed).length > 0}
        onShowAll={() => url.set({ q: '', idc: '', kind: '', state: '', version: '' })}
        empty={
          <EmptyState icon={Server} title={t.none}>
            {t.noneWhy}
          </EmptyState>
        }
      />
    </>
  );
}

/** What can be done with the chosen hosts. */
function Selected({ hosts, onDone }: { readonly hosts: readonly Host[]; readonly onDone: () => void }) {
  const t = useMessages(hostMessages);
  const format = useFormat();
  const [asking, setAsking] = useState(false);
  const drain = useDrain(onDone);
  const ids = (draining: boolean) => hosts.filter((host) => host.draining === draining).map(({ id }) => id);
  return (
    <>
      <p role="status" className="text-sm tabular-nums">
        {t.selected(format.number(hosts.length))}
      </p>
      <Button disabled={ids(false).length === 0} onClick={() => setAsking(true)}>
        {t.drain}
      </Button>
      <Button
        disabled={ids(true).length === 0 || drain.isPending}
        onClick={() => drain.mutate({ ids: ids(true), draining: false })}
      >
        {t.undrain}
      </Button>
      {asking && <DrainDialog ids={ids(false)} onClose={() => setAsking(false)} onDone={onDone} />}
    </>
  );
}

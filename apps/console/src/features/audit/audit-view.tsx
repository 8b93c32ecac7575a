'use client';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { ScrollText } from 'lucide-react';
import { useState } from 'react';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import type { Column } from '../../ui/column.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { loaded } from '../../ui/loaded.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { SettledSearch } from '../../ui/settled-search.tsx';
import { StatePill, type StateTone } from '../../ui/state-pill.tsx';
import { TableBar } from '../../ui/table-bar.tsx';
import { useUrlState } from '../../ui/use-url-state.ts';
import { useTRPC } from '../connection/index.ts';
import { ListCard, useDrawer } from '../listing/index.ts';
import { SavedViews } from '../saved-views/index.ts';
import { AuditActions } from './audit-actions.tsx';
import { AuditFilters } from './audit-filters.tsx';
import { type AuditEvent, filterOf } from './audit-query.ts';
import { auditMessages } from './messages.ts';

const EventDrawer = loaded(() => import('./event-drawer.tsx').then((part) => part.EventDrawer));

const pageSize = 100;
const refreshMs = 10_000;

const tones: Readonly<Record<AuditEvent['outcome'], StateTone>> = {
  success: 'done',
  refused: 'inactive',
  failure: 'failed',
};

/** The audit log, searched and paged by the console, the newest first. */
export function AuditView() {
  const t = useMessages(auditMessages);
  const trpc = useTRPC();
  const url = useUrlState();
  const drawer = useDrawer('event');
  // One moment for all pages of a span, so that they fit together; a look at the page anew moves it.
  const [nowMs] = useState(() => Date.now());
  const filter = filterOf(url.get, nowMs);
  const events = useInfiniteQuery(
    trpc.audit.search.infiniteQueryOptions(
      { ...filter, limit: pageSize },
      { getNextPageParam: (page) => page.nextCursor, placeholderData: keepPreviousData, refetchInterval: refreshMs },
    ),
  );
  const rows = events.data?.pages.flatMap(({ items }) => items);
  const held = rows?.find(({ id }) => String(id) === drawer.held);
  return (
    <>
      <PageHeader title={t.title} note={t.note} actions={<AuditActions filter={filter} />} />
      <TableBar end={<SavedViews />}>
        <SettledSearch
          label={t.search}
          placeholder={t.placeholder}
          value={url.get('q')}
          onSettle={(text) => url.set({ q: text.trim().slice(0, 256) })}
          className="min-w-56 flex-1 sm:max-w-sm"
        />
        <AuditFilters />
      </TableBar>
      <ListCard
        label={t.title}
        what={t.theEvents}
        reading={events}
        columns={useColumns()}
        rows={rows}
        total={rows === undefined ? undefined : rows.length + (events.hasNextPage ? 1 : 0)}
        rowId={({ id }) => String(id)}
        rowName={({ action, targetName }) => `${action} ${targetName}`}
        onMore={() => {
          if (!events.isFetchingNextPage) void events.fetchNextPage();
        }}
        onOpen={({ id }) => drawer.open(String(id))}
        filtered={Object.keys(filter).length > 0}
        onShowAll={() => url.replace('')}
        dense
        empty={
          <EmptyState icon={ScrollText} title={t.none}>
            {t.noneWhy}
          </EmptyState>
        }
      />
      {held !== undefined && <EventDrawer event={held} onClose={drawer.close} />}
    </>
  );
}

function useColumns(): readonly Column<AuditEvent>[] {
  const t = useMessages(auditMessages);
  const format = useFormat();
  return [
    {
      ...{ id: 'at', header: t.columns.at, width: '10.5rem' },
      cell: ({ at }) => (
        <time dateTime={at.toISOString()} title={format.dateTime(at.getTime())} className="text-muted tabular-nums">
          {format.day(at.getTime())}, {format.clock(at.getTime())}
        </time>
      ),
    },
    {
      ...{ id: 'actor', header: t.columns.actor, width: 'minmax(6rem, 1fr)' },
      cell: ({ actorName }) => <span className="block truncate font-medium">{actorName || t.unnamed}</span>,
    },
    {
      ...{ id: 'action', header: t.columns.action, width: 'minmax(6rem, 0.8fr)' },
      cell: ({ action }) => <span className="block truncate font-mono text-xs">{action}</span>,
    },
    {
      ...{ id: 'target', header: t.columns.target, width: 'minmax(0, 1.5fr)', fromPx: 560 },
      cell: ({ targetKind, targetName, targetId }) => (
        <span className="block truncate">
          <span className="text-muted">{targetKind}</span> {targetName || targetId}
        </span>
      ),
    },
    {
      ...{ id: 'outcome', header: t.columns.outcome, width: '7.5rem', fromPx: 480 },
      cell: ({ outcome }) => <StatePill tone={tones[outcome]} label={t.outcomes[outcome]} />,
    },
    {
      ...{ id: 'ip', header: t.columns.from, width: '9rem', align: 'end', fromPx: 860 },
      cell: ({ ip }) => <span className="block truncate font-mono text-muted text-xs">{ip || '–'}</span>,
    },
  ];
}

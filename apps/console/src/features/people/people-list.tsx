'use client';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Plus, Users } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import type { Column } from '../../ui/column.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Link } from '../../ui/link.tsx';
import { loaded } from '../../ui/loaded.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Select } from '../../ui/select.tsx';
import { SettledSearch } from '../../ui/settled-search.tsx';
import { StatePill } from '../../ui/state-pill.tsx';
import { TableBar } from '../../ui/table-bar.tsx';
import { useUrlState } from '../../ui/use-url-state.ts';
import { useTRPC } from '../connection/index.ts';
import { ListCard, useDrawer } from '../listing/index.ts';
import { SavedViews } from '../saved-views/index.ts';
import { useMay, useSession } from '../session/index.ts';
import { peopleMessages } from './messages.ts';
import { callName, type Person } from './person.ts';

const PersonDrawer = loaded(() => import('./person-drawer.tsx').then((part) => part.PersonDrawer));

const pageSize = 50;
const states = ['enabled', 'disabled'] as const;

/** Everybody whom one may see, searched and paged by the console. */
export function PeopleList() {
  const t = useMessages(peopleMessages);
  const trpc = useTRPC();
  const router = useRouter();
  const url = useUrlState();
  const may = useMay();
  const drawer = useDrawer();
  const search = url.get('q');
  const state = states.find((known) => known === url.get('state'));
  const tenantId = url.get('tenant');
  const tenants = useQuery(trpc.tenants.list.queryOptions());
  const people = useInfiniteQuery(
    trpc.people.list.infiniteQueryOptions(
      {
        limit: pageSize,
        ...(search !== '' && { search }),
        ...(state && { state }),
        ...(tenants.data?.some(({ id }) => id === tenantId) && { tenantId }),
      },
      { getNextPageParam: (page) => page.nextCursor, placeholderData: keepPreviousData },
    ),
  );
  const rows = people.data?.pages.flatMap(({ items }) => items);
  const columns = useColumns();
  const mayCreate = may({ action: 'create', subject: 'User' });
  const create = mayCreate && (
    <Button look="primary" onClick={() => drawer.open('new')}>
      <Plus aria-hidden />
      {t.create}
    </Button>
  );
  return (
    <>
      <PageHeader title={t.title} note={t.note} actions={create} />
      <TableBar end={<SavedViews />}>
        <SettledSearch
          label={t.search}
          placeholder={t.placeholder}
          value={search}
          onSettle={(text) => url.set({ q: text.trim() })}
          className="min-w-56 flex-1 sm:max-w-sm"
        />
        <Select<'all' | Person['state']>
          aria-label={t.filters.state}
          value={state ?? 'all'}
          options={[
            { value: 'all', label: t.filters.anyState },
            ...states.map((value) => ({ value, label: t.states[value] })),
          ]}
          onChange={(wanted) => url.set({ state: wanted === 'all' ? '' : wanted })}
        />
        {(tenants.data?.length ?? 0) > 1 && (
          <Select
            aria-label={t.filters.tenant}
            value={tenantId}
            options={[
              { value: '', label: t.filters.anyTenant },
              ...(tenants.data ?? []).map(({ id, name }) => ({ value: id, label: name })),
            ]}
            onChange={(id) => url.set({ tenant: id })}
            className="max-w-56"
          />
        )}
      </TableBar>
      <ListCard
        label={t.title}
        what={t.theUsers}
        reading={people}
        columns={columns}
        rows={rows}
        total={people.data?.pages[0]?.total}
        rowId={({ id }) => String(id)}
        rowName={callName}
        onMore={() => void people.fetchNextPage()}
        onOpen={({ id }) => router.push(`/users/${id}`)}
        filtered={search !== '' || state !== undefined || tenantId !== ''}
        onShowAll={() => url.replace('')}
        empty={
          <EmptyState icon={Users} title={t.none} action={create}>
            {t.noneWhy}
          </EmptyState>
        }
      />
      {drawer.held === 'new' && mayCreate && <PersonDrawer onClose={drawer.close} />}
    </>
  );
}

function useColumns(): readonly Column<Person>[] {
  const t = useMessages(peopleMessages);
  const { data: session } = useSession();
  return [
    {
      ...{ id: 'name', header: t.columns.name, width: 'minmax(11rem, 1.4fr)' },
      cell: (person) => (
        <Link href={`/users/${person.id}`} className="block min-w-0">
          <span className="flex items-center gap-2">
            <span className="truncate font-medium">{callName(person)}</span>
            {session?.user.id === person.id && <Badge>{t.you}</Badge>}
          </span>
          <span className="block truncate text-muted text-xs">
            {[person.displayName === '' ? '' : person.name, person.email ?? ''].filter(Boolean).join(' · ')}
          </span>
        </Link>
      ),
    },
    {
      ...{ id: 'roles', header: t.columns.roles, width: 'minmax(0, 1.6fr)', fromPx: 560 },
      cell: ({ memberships }) => (
        <span className="block truncate text-sm">
          {memberships
            .map(({ role, tenant }) => `${role.name} · ${role.scope === 'platform' ? t.everywhere : tenant.name}`)
            .join(', ')}
        </span>
      ),
    },
    {
      ...{ id: 'state', header: t.columns.state, width: '8rem' },
      cell: ({ state }) => <StatePill tone={state === 'enabled' ? 'done' : 'unknown'} label={t.states[state]} />,
    },
    {
      ...{ id: 'seen', header: t.columns.lastSignIn, width: '8rem', align: 'end', fromPx: 720 },
      cell: ({ lastSignInAt }) =>
        lastSignInAt === null ? (
          <span className="text-muted">{t.never}</span>
        ) : (
          <RelativeTime atMs={lastSignInAt.getTime()} />
        ),
    },
  ];
}

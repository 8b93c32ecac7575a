'use client';
import { useQuery } from '@tanstack/react-query';
import { Bot, Plus } from 'lucide-react';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Link } from '../../ui/link.tsx';
import { loaded } from '../../ui/loaded.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { StatePill } from '../../ui/state-pill.tsx';
import { useTRPC } from '../connection/index.ts';
import { type LocalColumn, LocalList, useDrawer } from '../listing/index.ts';
import { useMay } from '../session/index.ts';
import { AccountActions } from './account-actions.tsx';
import { serviceAccountMessages } from './messages.ts';
import type { ServiceAccount } from './service-account.ts';

const AccountDrawer = loaded(() => import('./account-drawer.tsx').then((part) => part.AccountDrawer));

/** The programs' accounts of the tenants that one may see. */
export function ServiceAccountList() {
  const t = useMessages(serviceAccountMessages);
  const trpc = useTRPC();
  const may = useMay();
  const drawer = useDrawer();
  const accounts = useQuery(trpc.serviceAccounts.list.queryOptions());
  const held = accounts.data?.find(({ id }) => String(id) === drawer.held);
  const mayEdit = may({ action: 'update', subject: 'ServiceAccount' });
  const mayCreate = may({ action: 'create', subject: 'ServiceAccount' });
  const create = mayCreate && (
    <Button look="primary" onClick={() => drawer.open('new')}>
      <Plus aria-hidden />
      {t.create}
    </Button>
  );
  return (
    <>
      <PageHeader title={t.title} note={t.note} actions={create} />
      <LocalList
        label={t.title}
        what={t.theAccounts}
        search={t.search}
        placeholder={t.placeholder}
        reading={accounts}
        columns={useColumns((id) => drawer.open(String(id)))}
        sort={{ by: 'name', descending: false }}
        textOf={({ name, description, roles }) => [name, description, ...roles.map((role) => role.name)].join(' ')}
        rowId={({ id }) => String(id)}
        rowName={({ name }) => name}
        onOpen={mayEdit ? ({ id }) => drawer.open(String(id)) : undefined}
        empty={
          <EmptyState icon={Bot} title={t.none} action={create}>
            {t.noneWhy}
          </EmptyState>
        }
      />
      {((drawer.held === 'new' && mayCreate) || (held !== undefined && mayEdit)) && (
        <AccountDrawer account={held} onClose={drawer.close} />
      )}
    </>
  );
}

function useColumns(onEdit: (id: number) => void): readonly LocalColumn<ServiceAccount>[] {
  const t = useMessages(serviceAccountMessages);
  const format = useFormat();
  return [
    {
      ...{ id: 'name', header: t.columns.name, width: 'minmax(10rem, 1.5fr)', sortBy: ({ name }) => name },
      cell: ({ name, description }) => (
        <span className="block min-w-0">
          <span className="block truncate font-medium">{name}</span>
          {description !== '' && <span className="block truncate text-muted text-xs">{description}</span>}
        </span>
      ),
    },
    {
      ...{ id: 'roles', header: t.columns.roles, width: 'minmax(0, 1.2fr)', fromPx: 560 },
      cell: ({ roles }) => <span className="block truncate">{format.list(roles.map(({ name }) => name))}</span>,
    },
    {
      ...{ id: 'state', header: t.columns.state, width: '8rem', sortBy: ({ enabled }) => Number(enabled) },
      cell: ({ enabled }) => (
        <StatePill tone={enabled ? 'done' : 'unknown'} label={enabled ? t.states.on : t.states.off} />
      ),
    },
    {
      ...{ id: 'tokens', header: t.columns.tokens, width: '6rem', align: 'end', sortBy: ({ tokens }) => tokens },
      cell: ({ id, tokens }) => (
        <Link href={`/tokens?account=${id}`} className="text-link hover:underline">
          {format.number(tokens)}
          <span className="sr-only"> {t.columns.tokens}</span>
        </Link>
      ),
    },
    {
      ...{ id: 'created', header: t.columns.created, width: '8rem', align: 'end', fromPx: 720 },
      sortBy: ({ createdAt }) => createdAt.getTime(),
      cell: ({ createdAt }) => <RelativeTime atMs={createdAt.getTime()} />,
    },
    {
      ...{ id: 'actions', header: '', width: '3.5rem', align: 'end' },
      cell: (account) => <AccountActions account={account} onEdit={onEdit} />,
    },
  ];
}

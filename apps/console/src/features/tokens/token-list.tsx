'use client';
import { useQuery } from '@tanstack/react-query';
import { KeyRound, Plus } from 'lucide-react';
import { useState } from 'react';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { loaded } from '../../ui/loaded.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Select } from '../../ui/select.tsx';
import { StatePill } from '../../ui/state-pill.tsx';
import { useUrlState } from '../../ui/use-url-state.ts';
import { useTRPC } from '../connection/index.ts';
import { type LocalColumn, LocalList, useDrawer } from '../listing/index.ts';
import { useMay } from '../session/index.ts';
import { tokenMessages } from './messages.ts';
import { stateOf, type Token, type TokenState, toneOf } from './token.ts';
import { TokenActions } from './token-actions.tsx';

const TokenDrawer = loaded(() => import('./token-drawer.tsx').then((part) => part.TokenDrawer));

const states: readonly TokenState[] = ['active', 'ending', 'expired', 'revoked'];

/** The tokens that one may see: the own ones, and those of the tenant's programs. */
export function TokenList() {
  const t = useMessages(tokenMessages);
  const trpc = useTRPC();
  const may = useMay();
  const url = useUrlState();
  const drawer = useDrawer();
  const [nowMs] = useState(() => Date.now());
  const state = states.find((known) => known === url.get('state'));
  const account = Number(url.get('account'));
  const ofAccount = Number.isSafeInteger(account) && account > 0 ? { serviceAccountId: account } : {};
  const tokens = useQuery(trpc.tokens.list.queryOptions(ofAccount));
  const shown = tokens.data?.filter((token) => state === undefined || stateOf(token, nowMs) === state);
  const accountName = tokens.data?.[0]?.serviceAccount?.name;
  const mayCreate = may({ action: 'create', subject: 'ApiToken' });
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
        what={t.theTokens}
        search={t.search}
        placeholder={t.placeholder}
        reading={{ ...tokens, data: shown }}
        columns={useColumns(nowMs)}
        sort={{ by: '', descending: false }}
        textOf={({ name, prefix, user, serviceAccount, scopes, description }) =>
          [name, prefix, user?.name, serviceAccount?.name, description, ...scopes].join(' ')
        }
        rowId={({ id }) => String(id)}
        rowName={({ name }) => name}
        filtered={state !== undefined || 'serviceAccountId' in ofAccount}
        filters={
          <>
            <Select<'all' | TokenState>
              aria-label={t.filter}
              value={state ?? 'all'}
              options={[
                { value: 'all', label: t.anyState },
                ...states.map((value) => ({ value, label: t.states[value] })),
              ]}
              onChange={(wanted) => url.set({ state: wanted === 'all' ? '' : wanted })}
            />
            {'serviceAccountId' in ofAccount && (
              <Button size="sm" onClick={() => url.set({ account: '' })}>
                {accountName === undefined ? t.allHolders : `${t.ofAccount(accountName)} ×`}
              </Button>
            )}
          </>
        }
        empty={
          <EmptyState icon={KeyRound} title={t.none} action={create}>
            {t.noneWhy}
          </EmptyState>
        }
      />
      {drawer.held === 'new' && mayCreate && (
        <TokenDrawer serviceAccountId={'serviceAccountId' in ofAccount ? account : undefined} onClose={drawer.close} />
      )}
    </>
  );
}

function useColumns(nowMs: number): readonly LocalColumn<Token>[] {
  const t = useMessages(tokenMessages);
  const format = useFormat();
  return [
    {
      ...{ id: 'name', header: t.columns.name, width: 'minmax(10rem, 1.5fr)', sortBy: ({ name }) => name },
      cell: ({ name, prefix }) => (
        <span className="block min-w-0">
          <span className="block truncate font-medium">{name}</span>
          <span className="block truncate font-mono text-muted text-xs">{prefix}…</span>
        </span>
      ),
    },
    {
      ...{ id: 'holder', header: t.columns.holder, width: 'minmax(7rem, 1fr)', fromPx: 640 },
      sortBy: ({ user, serviceAccount }) => user?.name ?? serviceAccount?.name ?? '',
      cell: ({ user, serviceAccount }) => (
        <span className="flex min-w-0 items-center gap-2">
          <span className="truncate">{user?.name ?? serviceAccount?.name ?? '–'}</span>
          {serviceAccount !== null && <Badge>{t.program}</Badge>}
        </span>
      ),
    },
    {
      ...{ id: 'scopes', header: t.columns.scopes, width: 'minmax(0, 1.4fr)', fromPx: 860 },
      cell: ({ scopes }) => (
        <span className="block truncate font-mono text-xs" title={scopes.join(', ')}>
          {scopes.join(', ')}
        </span>
      ),
    },
    {
      ...{
        id: 'state',
        header: t.columns.state,
        width: '8rem',
        sortBy: (token) => states.indexOf(stateOf(token, nowMs)),
      },
      cell: (token) => {
        const state = stateOf(token, nowMs);
        return <StatePill tone={toneOf[state]} label={t.states[state]} />;
      },
    },
    {
      ...{ id: 'used', header: t.columns.used, width: '8rem', align: 'end', fromPx: 960 },
      sortBy: ({ lastUsedAt }) => lastUsedAt?.getTime() ?? 0,
      cell: ({ lastUsedAt, lastUsedIp }) =>
        lastUsedAt === null ? (
          <span className="text-muted">{t.never}</span>
        ) : (
          <span title={lastUsedIp === '' ? undefined : t.from(lastUsedIp)}>
            <RelativeTime atMs={lastUsedAt.getTime()} />
          </span>
        ),
    },
    {
      ...{ id: 'ends', header: t.columns.ends, width: '8rem', align: 'end', fromPx: 560 },
      sortBy: ({ expiresAt }) => expiresAt.getTime(),
      cell: ({ expiresAt }) => (
        <time dateTime={expiresAt.toISOString()} title={format.dateTime(expiresAt.getTime())}>
          {format.date(expiresAt.getTime())}
        </time>
      ),
    },
    {
      ...{ id: 'actions', header: '', width: '3.5rem', align: 'end' },
      cell: (token) => <TokenActions token={token} />,
    },
  ];
}

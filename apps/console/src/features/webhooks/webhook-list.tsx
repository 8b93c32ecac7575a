'use client';
import { useQuery } from '@tanstack/react-query';
import { Plus, Webhook as WebhookIcon } from 'lucide-react';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { loaded } from '../../ui/loaded.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { StatePill } from '../../ui/state-pill.tsx';
import { useTRPC } from '../connection/index.ts';
import { type LocalColumn, LocalList, useDrawer } from '../listing/index.ts';
import { useMay } from '../session/index.ts';
import { webhookMessages } from './messages.ts';
import { heard, type Webhook } from './webhook.ts';
import { WebhookActions } from './webhook-actions.tsx';

const WebhookDrawer = loaded(() => import('./webhook-drawer.tsx').then((part) => part.WebhookDrawer));
const Deliveries = loaded(() => import('./deliveries.tsx').then((part) => part.Deliveries));

/** Who is told when jobs of the tenant end. */
export function WebhookList() {
  const t = useMessages(webhookMessages);
  const trpc = useTRPC();
  const may = useMay();
  const drawer = useDrawer();
  const deliveries = useDrawer('deliveries');
  const webhooks = useQuery(trpc.webhooks.list.queryOptions());
  const byId = (text: string) => webhooks.data?.find(({ id }) => String(id) === text);
  const held = byId(drawer.held);
  const shown = byId(deliveries.held);
  const mayCreate = may({ action: 'create', subject: 'Webhook' });
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
        what={t.theWebhooks}
        search={t.search}
        placeholder={t.placeholder}
        reading={webhooks}
        columns={useColumns({
          onEdit: ({ id }) => drawer.open(String(id)),
          onDeliveries: ({ id }) => deliveries.open(String(id)),
        })}
        sort={{ by: 'name', descending: false }}
        textOf={({ name, url }) => `${name} ${url}`}
        rowId={({ id }) => String(id)}
        rowName={({ name }) => name}
        onOpen={({ id }) => deliveries.open(String(id))}
        empty={
          <EmptyState icon={WebhookIcon} title={t.none} action={create}>
            {t.noneWhy}
          </EmptyState>
        }
      />
      {((drawer.held === 'new' && mayCreate) ||
        (held !== undefined && may({ action: 'update', subject: 'Webhook' }))) && (
        <WebhookDrawer webhook={held} onClose={drawer.close} />
      )}
      {shown !== undefined && <Deliveries webhook={shown} onClose={deliveries.close} />}
    </>
  );
}

interface ColumnNeeds {
  readonly onEdit: (webhook: Webhook) => void;
  readonly onDeliveries: (webhook: Webhook) => void;
}

function useColumns(actions: ColumnNeeds): readonly LocalColumn<Webhook>[] {
  const t = useMessages(webhookMessages);
  const format = useFormat();
  return [
    {
      ...{ id: 'name', header: t.columns.name, width: 'minmax(11rem, 2fr)', sortBy: ({ name }) => name },
      cell: ({ name, url }) => (
        <span className="block min-w-0">
          <span className="block truncate font-medium">{name}</span>
          <span className="block truncate font-mono text-muted text-xs">{url}</span>
        </span>
      ),
    },
    {
      ...{ id: 'events', header: t.columns.events, width: 'minmax(0, 1.3fr)', fromPx: 640 },
      cell: ({ events }) => (
        <span className="block truncate">
          {events.length === 0 ? t.allEvents : format.list(heard(events).map((event) => t.events[event]))}
        </span>
      ),
    },
    {
      ...{ id: 'state', header: t.columns.state, width: '9rem', sortBy: ({ enabled }) => Number(enabled) },
      cell: ({ enabled }) => (
        <StatePill tone={enabled ? 'done' : 'unknown'} label={enabled ? t.states.on : t.states.off} />
      ),
    },
    {
      ...{ id: 'changed', header: t.columns.changed, width: '8rem', align: 'end', fromPx: 760 },
      sortBy: ({ updatedAt }) => updatedAt.getTime(),
      cell: ({ updatedAt }) => <RelativeTime atMs={updatedAt.getTime()} />,
    },
    {
      ...{ id: 'actions', header: '', width: '3.5rem', align: 'end' },
      cell: (webhook) => <WebhookActions webhook={webhook} {...actions} />,
    },
  ];
}

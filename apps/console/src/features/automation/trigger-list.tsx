'use client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Plug, Plus, Radio, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { loaded } from '../../ui/loaded.tsx';
import { MenuItem, MenuSeparator } from '../../ui/menu.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Switch } from '../../ui/switch.tsx';
import { useToast } from '../../ui/toast.tsx';
import { useFailureText, useTRPC } from '../connection/index.ts';
import { type LocalColumn, LocalList, listingMessages, RowMenu, useDone, useDrawer } from '../listing/index.ts';
import { PreheatNav } from '../preheat/index.ts';
import { useMay } from '../session/index.ts';
import { automationMessages } from './messages.ts';
import type { Trigger } from './schedule.ts';
import { filterText } from './trigger.ts';

const TriggerDrawer = loaded(() => import('./trigger-drawer.tsx').then((part) => part.TriggerDrawer));
const ConnectDrawer = loaded(() => import('./connect-drawer.tsx').then((part) => part.ConnectDrawer));
const RemoveDialog = loaded(() => import('./remove-dialog.tsx').then((part) => part.RemoveTrigger));

const refreshMs = 15_000;

/** Preheats of what registries say was pushed. */
export function TriggerList() {
  const t = useMessages(automationMessages).triggers;
  const trpc = useTRPC();
  const may = useMay();
  const drawer = useDrawer();
  const triggers = useQuery(trpc.triggers.list.queryOptions(undefined, { refetchInterval: refreshMs }));
  const [leaving, setLeaving] = useState<Trigger>();
  const mayCreate = may({ action: 'create', subject: 'Trigger' });
  const held = triggers.data?.find(({ id }) => String(id) === drawer.held);
  const create = mayCreate && (
    <Button look="primary" onClick={() => drawer.open('new')}>
      <Plus aria-hidden />
      {t.create}
    </Button>
  );
  return (
    <>
      <PageHeader title={t.title} note={t.note} actions={create} />
      <PreheatNav />
      <LocalList
        label={t.title}
        what={t.what}
        search={t.search}
        placeholder={t.placeholder}
        reading={triggers}
        columns={useColumns({ onConnect: ({ id }) => drawer.open(String(id)), onRemove: setLeaving })}
        sort={{ by: 'name', descending: false }}
        textOf={({ name, filters }) => `${name} ${filterText(filters)}`}
        rowId={({ id }) => String(id)}
        rowName={({ name }) => name}
        onOpen={({ id }) => drawer.open(String(id))}
        empty={
          <EmptyState icon={Radio} title={t.none} action={create}>
            {t.noneWhy}
          </EmptyState>
        }
      />
      {drawer.held === 'new' && mayCreate && <TriggerDrawer onClose={drawer.close} />}
      {held !== undefined && <ConnectDrawer trigger={held} onClose={drawer.close} />}
      {leaving !== undefined && <RemoveDialog trigger={leaving} onClose={() => setLeaving(undefined)} />}
    </>
  );
}

interface ColumnNeeds {
  readonly onConnect: (trigger: Trigger) => void;
  readonly onRemove: (trigger: Trigger) => void;
}

function useColumns(needs: ColumnNeeds): readonly LocalColumn<Trigger>[] {
  const t = useMessages(automationMessages).triggers;
  return [
    {
      ...{ id: 'name', header: t.columns.name, width: 'minmax(8rem, 1.4fr)', sortBy: ({ name }) => name },
      cell: ({ name }) => <span className="block truncate font-medium">{name}</span>,
    },
    {
      ...{ id: 'kind', header: t.columns.kind, width: '9rem', fromPx: 560, sortBy: ({ kind }) => kind },
      cell: ({ kind }) => <Badge>{t.kinds[kind]}</Badge>,
    },
    {
      ...{ id: 'filters', header: t.columns.filters, width: 'minmax(8rem, 2fr)', fromPx: 680 },
      cell: ({ filters }) => {
        const text = filterText(filters);
        return text === '' ? (
          <span className="text-muted">{t.everything}</span>
        ) : (
          <span className="block truncate font-mono text-xs" title={text}>
            {text}
          </span>
        );
      },
    },
    {
      ...{ id: 'fired', header: t.columns.fired, width: '7.5rem', align: 'end' },
      sortBy: ({ lastFiredAt }) => lastFiredAt?.getTime() ?? 0,
      cell: ({ lastFiredAt }) => (lastFiredAt === null ? t.never : <RelativeTime atMs={lastFiredAt.getTime()} />),
    },
    {
      ...{ id: 'enabled', header: t.columns.enabled, width: '4.5rem', align: 'end' },
      cell: (trigger) => <Enabled trigger={trigger} />,
    },
    {
      ...{ id: 'actions', header: '', width: '3.5rem', align: 'end' },
      cell: (trigger) => <Actions trigger={trigger} {...needs} />,
    },
  ];
}

function Enabled({ trigger: { id, name, enabled } }: { readonly trigger: Trigger }) {
  const t = useMessages(automationMessages).triggers;
  const trpc = useTRPC();
  const toast = useToast();
  const textOf = useFailureText();
  const done = useDone();
  const mayChange = useMay()({ action: 'update', subject: 'Trigger' });
  const set = useMutation(
    trpc.triggers.setEnabled.mutationOptions({
      onSuccess: (row) => done({ title: t.switched(row.name, row.enabled) }),
      onError: (error) => toast({ title: t.notSwitched, detail: textOf(error), tone: 'failed' }),
    }),
  );
  return (
    <Switch
      label={t.toggle(name)}
      checked={enabled}
      disabled={!mayChange || set.isPending}
      onChange={(next) => set.mutate({ id, enabled: next })}
    />
  );
}

function Actions({ trigger, onConnect, onRemove }: ColumnNeeds & { readonly trigger: Trigger }) {
  const t = useMessages(automationMessages).triggers;
  const words = useMessages(listingMessages);
  const mayRemove = useMay()({ action: 'delete', subject: 'Trigger' });
  return (
    <RowMenu name={trigger.name}>
      <MenuItem onSelect={() => onConnect(trigger)}>
        <Plug aria-hidden />
        {t.connect}
      </MenuItem>
      {mayRemove && (
        <>
          <MenuSeparator />
          <MenuItem onSelect={() => onRemove(trigger)}>
            <Trash2 aria-hidden />
            {words.remove}
          </MenuItem>
        </>
      )}
    </RowMenu>
  );
}

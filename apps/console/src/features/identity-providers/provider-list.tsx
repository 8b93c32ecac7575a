'use client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Fingerprint, Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { loaded } from '../../ui/loaded.tsx';
import { MenuItem } from '../../ui/menu.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { StatePill } from '../../ui/state-pill.tsx';
import { useFailureText, useTRPC } from '../connection/index.ts';
import { type LocalColumn, LocalList, listingMessages, RowMenu, useDone, useDrawer } from '../listing/index.ts';
import { useMay } from '../session/index.ts';
import { providerMessages } from './messages.ts';
import type { Provider } from './provider.ts';

const ProviderDrawer = loaded(() => import('./provider-drawer.tsx').then((part) => part.ProviderDrawer));

/** Where people sign in beside the local passwords. */
export function ProviderList() {
  const t = useMessages(providerMessages);
  const trpc = useTRPC();
  const may = useMay();
  const drawer = useDrawer();
  const [leaving, setLeaving] = useState<Provider>();
  const providers = useQuery(trpc.identityProviders.list.queryOptions());
  const held = providers.data?.find(({ id }) => String(id) === drawer.held);
  const mayEdit = may({ action: 'update', subject: 'IdentityProvider' });
  const open = ({ id }: Provider) => drawer.open(String(id));
  const mayCreate = may({ action: 'create', subject: 'IdentityProvider' });
  const create = mayCreate && (
    <Button look="primary" onClick={() => drawer.open('new')}>
      <Plus aria-hidden />
      {t.create}
    </Button>
  );
  const columns = useColumns(mayEdit ? { onEdit: open, onRemove: setLeaving } : undefined);
  return (
    <>
      <PageHeader title={t.title} note={t.note} actions={create} />
      <LocalList
        label={t.title}
        what={t.theProviders}
        search={t.search}
        placeholder={t.placeholder}
        reading={providers}
        columns={columns}
        sort={{ by: 'name', descending: false }}
        textOf={({ name, label, settings }) => `${name} ${label} ${settings.issuer}`}
        rowId={({ id }) => String(id)}
        rowName={({ label }) => label}
        onOpen={mayEdit ? open : undefined}
        empty={
          <EmptyState icon={Fingerprint} title={t.none} action={create}>
            {t.noneWhy}
          </EmptyState>
        }
      />
      {((drawer.held === 'new' && mayCreate) || (held !== undefined && mayEdit)) && (
        <ProviderDrawer provider={held} onClose={drawer.close} />
      )}
      {leaving !== undefined && <RemoveProvider provider={leaving} onClose={() => setLeaving(undefined)} />}
    </>
  );
}

interface Actions {
  readonly onEdit: (provider: Provider) => void;
  readonly onRemove: (provider: Provider) => void;
}

function useColumns(actions: Actions | undefined): readonly LocalColumn<Provider>[] {
  const t = useMessages(providerMessages);
  const words = useMessages(listingMessages);
  const format = useFormat();
  return [
    {
      ...{ id: 'name', header: t.columns.name, width: 'minmax(9rem, 1.2fr)', sortBy: ({ label }) => label },
      cell: ({ label, name }) => (
        <span className="block min-w-0">
          <span className="block truncate font-medium">{label}</span>
          <span className="block truncate font-mono text-muted text-xs">{name}</span>
        </span>
      ),
    },
    {
      ...{ id: 'issuer', header: t.columns.issuer, width: 'minmax(0, 1.6fr)', fromPx: 560 },
      cell: ({ settings }) => <span className="block truncate font-mono text-xs">{settings.issuer}</span>,
    },
    {
      ...{ id: 'groups', header: t.columns.groups, width: '7rem', align: 'end', fromPx: 700 },
      sortBy: ({ groupRoles }) => groupRoles.length,
      cell: ({ groupRoles }) => format.number(groupRoles.length),
    },
    {
      ...{ id: 'signUp', header: t.columns.signUp, width: '9rem', fromPx: 860 },
      cell: ({ settings }) => (settings.signUp ? t.signUps.on : t.signUps.off),
    },
    {
      ...{ id: 'state', header: t.columns.state, width: '9rem', sortBy: ({ enabled }) => Number(enabled) },
      cell: ({ enabled }) => (
        <StatePill tone={enabled ? 'done' : 'unknown'} label={enabled ? t.states.on : t.states.off} />
      ),
    },
    ...(actions === undefined
      ? []
      : [
          {
            ...({ id: 'actions', header: '', width: '3.5rem', align: 'end' } as const),
            cell: (provider: Provider) => (
              <RowMenu name={provider.label}>
                <MenuItem onSelect={() => actions.onEdit(provider)}>
                  <Pencil aria-hidden />
                  {t.edit}
                </MenuItem>
                <MenuItem onSelect={() => actions.onRemove(provider)}>
                  <Trash2 aria-hidden />
                  {words.remove}
                </MenuItem>
              </RowMenu>
            ),
          },
        ]),
  ];
}

function RemoveProvider({ provider, onClose }: { readonly provider: Provider; readonly onClose: () => void }) {
  const t = useMessages(providerMessages);
  const trpc = useTRPC();
  const done = useDone();
  const textOf = useFailureText();
  const remove = useMutation(
    trpc.identityProviders.remove.mutationOptions({
      onSuccess: async () => {
        onClose();
        await done({ title: t.removed(provider.label) });
      },
    }),
  );
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={t.removeAsk(provider.label)}
      action={t.removeAction}
      phrase={provider.name}
      busy={remove.isPending}
      error={remove.isError ? textOf(remove.error) : undefined}
      onConfirm={() => remove.mutate({ id: provider.id })}
    >
      {t.removeWhy}
    </ConfirmDialog>
  );
}

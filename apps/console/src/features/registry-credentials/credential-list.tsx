'use client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Container, Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { Button } from '../../ui/button.tsx';
import { callTwin } from '../../ui/call-twin.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { loaded } from '../../ui/loaded.tsx';
import { MenuItem } from '../../ui/menu.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { useFailureText, useTRPC } from '../connection/index.ts';
import { type LocalColumn, LocalList, listingMessages, RowMenu, useDone, useDrawer } from '../listing/index.ts';
import { useMay } from '../session/index.ts';
import type { Credential } from './credential.ts';
import { credentialMessages } from './messages.ts';

const CredentialDrawer = loaded(() => import('./credential-drawer.tsx').then((part) => part.CredentialDrawer));

/** How the tenant signs in at registries, without the passwords. */
export function CredentialList() {
  const t = useMessages(credentialMessages);
  const trpc = useTRPC();
  const may = useMay();
  const drawer = useDrawer();
  const [leaving, setLeaving] = useState<Credential>();
  const credentials = useQuery(trpc.registryCredentials.list.queryOptions());
  const held = credentials.data?.find(({ id }) => String(id) === drawer.held);
  const mayEdit = may({ action: 'update', subject: 'RegistryCredential' });
  const open = ({ id }: Credential) => drawer.open(String(id));
  const mayCreate = may({ action: 'create', subject: 'RegistryCredential' });
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
        what={t.theCredentials}
        search={t.search}
        placeholder={t.placeholder}
        reading={credentials}
        columns={columns}
        sort={{ by: 'name', descending: false }}
        textOf={({ name, registry, username }) => `${name} ${registry} ${username}`}
        rowId={({ id }) => String(id)}
        rowName={({ name }) => name}
        onOpen={mayEdit ? open : undefined}
        empty={
          <EmptyState icon={Container} title={t.none} action={create}>
            {t.noneWhy}
          </EmptyState>
        }
      />
      {((drawer.held === 'new' && mayCreate) || (held !== undefined && mayEdit)) && (
        <CredentialDrawer credential={held} onClose={drawer.close} />
      )}
      {leaving !== undefined && <RemoveCredential credential={leaving} onClose={() => setLeaving(undefined)} />}
    </>
  );
}

interface Actions {
  readonly onEdit: (credential: Credential) => void;
  readonly onRemove: (credential: Credential) => void;
}

function useColumns(actions: Actions | undefined): readonly LocalColumn<Credential>[] {
  const t = useMessages(credentialMessages);
  const words = useMessages(listingMessages);
  return [
    {
      ...{ id: 'name', header: t.columns.name, width: 'minmax(8rem, 1.2fr)', sortBy: ({ name }) => name },
      cell: ({ name }) => <span className="block truncate font-medium">{name}</span>,
    },
    {
      ...{
        id: 'registry',
        header: t.columns.registry,
        width: 'minmax(9rem, 1.6fr)',
        sortBy: ({ registry }) => registry,
      },
      cell: ({ registry }) => <span className="block truncate font-mono text-xs">{registry}</span>,
    },
    {
      ...{ id: 'username', header: t.columns.username, width: 'minmax(0, 1fr)', fromPx: 620 },
      sortBy: ({ username }) => username,
      cell: ({ username }) => <span className="block truncate">{username}</span>,
    },
    {
      ...{ id: 'tls', header: t.columns.tls, width: '8rem', fromPx: 820 },
      cell: ({ certificate }) => (
        <span className="text-muted">{certificate === '' ? t.usualRoots : t.ownCertificate}</span>
      ),
    },
    {
      ...{ id: 'changed', header: t.columns.changed, width: '8rem', align: 'end', fromPx: 520 },
      sortBy: ({ updatedAt }) => updatedAt.getTime(),
      cell: ({ updatedAt }) => <RelativeTime atMs={updatedAt.getTime()} />,
    },
    ...(actions === undefined
      ? []
      : [
          {
            ...({ id: 'actions', header: '', width: '3.5rem', align: 'end' } as const),
            cell: (credential: Credential) => (
              <RowMenu name={credential.name}>
                <MenuItem onSelect={() => actions.onEdit(credential)}>
                  <Pencil aria-hidden />
                  {t.edit}
                </MenuItem>
                <MenuItem onSelect={() => actions.onRemove(credential)}>
                  <Trash2 aria-hidden />
                  {words.remove}
                </MenuItem>
              </RowMenu>
            ),
          },
        ]),
  ];
}

function RemoveCredential({ credential, onClose }: { readonly credential: Credential; readonly onClose: () => void }) {
  const t = useMessages(credentialMessages);
  const trpc = useTRPC();
  const done = useDone();
  const textOf = useFailureText();
  const remove = useMutation(
    trpc.registryCredentials.remove.mutationOptions({
      onSuccess: async () => {
        onClose();
        await done({ title: t.removed(credential.name) });
      },
    }),
  );
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={t.removeAsk(credential.name)}
      action={t.removeAction}
      busy={remove.isPending}
      error={remove.isError ? textOf(remove.error) : undefined}
      twin={callTwin({ method: 'DELETE', path: `/api/v2/registry-credentials/${credential.id}` })}
      onConfirm={() => remove.mutate({ id: credential.id })}
    >
      {t.removeWhy}
    </ConfirmDialog>
  );
}

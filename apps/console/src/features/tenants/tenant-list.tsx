'use client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Building2, LogIn, Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { loaded } from '../../ui/loaded.tsx';
import { MenuItem, MenuSeparator } from '../../ui/menu.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { useToast } from '../../ui/toast.tsx';
import { useFailureText, useTRPC } from '../connection/index.ts';
import { type LocalColumn, LocalList, listingMessages, RowMenu, useDone, useDrawer } from '../listing/index.ts';
import { useMay, useSession } from '../session/index.ts';
import { tenantMessages } from './messages.ts';
import type { Tenant } from './tenant.ts';

const TenantDrawer = loaded(() => import('./tenant-drawer.tsx').then((part) => part.TenantDrawer));

/** The tenants that one may see, with how much hangs on each. */
export function TenantList() {
  const t = useMessages(tenantMessages);
  const trpc = useTRPC();
  const may = useMay();
  const drawer = useDrawer();
  const tenants = useQuery(trpc.tenants.list.queryOptions());
  const [leaving, setLeaving] = useState<Tenant>();
  const mayRename = may({ action: 'update', subject: 'Tenant' });
  const held = tenants.data?.find(({ id }) => id === drawer.held);
  const mayCreate = may({ action: 'create', subject: 'Tenant' });
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
        what={t.theTenants}
        search={t.search}
        placeholder={t.placeholder}
        reading={tenants}
        columns={useColumns({ onRename: ({ id }) => drawer.open(id), onRemove: setLeaving })}
        sort={{ by: 'name', descending: false }}
        textOf={({ name, slug }) => `${name} ${slug}`}
        rowId={({ id }) => id}
        rowName={({ name }) => name}
        onOpen={mayRename ? ({ id }) => drawer.open(id) : undefined}
        empty={
          <EmptyState icon={Building2} title={t.none} action={create}>
            {t.noneWhy}
          </EmptyState>
        }
      />
      {((drawer.held === 'new' && mayCreate) || (held !== undefined && mayRename)) && (
        <TenantDrawer tenant={held} onClose={drawer.close} />
      )}
      {leaving !== undefined && <RemoveTenant tenant={leaving} onClose={() => setLeaving(undefined)} />}
    </>
  );
}

interface ColumnNeeds {
  readonly onRename: (tenant: Tenant) => void;
  readonly onRemove: (tenant: Tenant) => void;
}

function useColumns({ onRename, onRemove }: ColumnNeeds): readonly LocalColumn<Tenant>[] {
  const t = useMessages(tenantMessages);
  const format = useFormat();
  const { data: session } = useSession();
  return [
    {
      ...{ id: 'name', header: t.columns.name, width: 'minmax(10rem, 2fr)', sortBy: ({ name }) => name },
      cell: ({ id, name }) => (
        <span className="flex min-w-0 items-center gap-2">
          <span className="truncate font-medium">{name}</span>
          {session?.tenant.id === id && <Badge>{t.here}</Badge>}
        </span>
      ),
    },
    {
      ...{ id: 'slug', header: t.columns.slug, fromPx: 620, sortBy: ({ slug }) => slug },
      cell: ({ slug }) => <span className="block truncate font-mono text-muted text-xs">{slug}</span>,
    },
    {
      ...{ id: 'members', header: t.columns.members, width: '7rem', align: 'end', sortBy: ({ members }) => members },
      cell: ({ members }) => format.number(members),
    },
    {
      ...{ id: 'clusters', header: t.columns.clusters, width: '7rem', align: 'end', fromPx: 520 },
      ...{ sortBy: ({ clusters }) => clusters, cell: ({ clusters }) => format.number(clusters) },
    },
    {
      ...{ id: 'created', header: t.columns.created, width: '8rem', align: 'end', fromPx: 760 },
      sortBy: ({ createdAt }) => createdAt.getTime(),
      cell: ({ createdAt }) => <RelativeTime atMs={createdAt.getTime()} />,
    },
    {
      ...{ id: 'actions', header: '', width: '3.5rem', align: 'end' },
      cell: (tenant) => <TenantActions tenant={tenant} onRename={onRename} onRemove={onRemove} />,
    },
  ];
}

function TenantActions({ tenant, onRename, onRemove }: ColumnNeeds & { readonly tenant: Tenant }) {
  const t = useMessages(tenantMessages);
  const words = useMessages(listingMessages);
  const trpc = useTRPC();
  const toast = useToast();
  const may = useMay();
  const textOf = useFailureText();
  const { data: session } = useSession();
  const enter = useMutation(
    trpc.session.switchTenant.mutationOptions({
      onSuccess: () => window.location.assign('/'),
      onError: (error) => toast({ title: t.notEntered, detail: textOf(error), tone: 'failed' }),
    }),
  );
  const mayEnter = session?.tenants.some(({ id }) => id === tenant.id) === true && session.tenant.id !== tenant.id;
  const mayRename = may({ action: 'update', subject: 'Tenant' });
  const mayRemove = may({ action: 'delete', subject: 'Tenant' });
  if (!mayEnter && !mayRename && !mayRemove) return null;
  return (
    <RowMenu name={tenant.name}>
      {mayEnter && (
        <MenuItem onSelect={() => enter.mutate({ tenantId: tenant.id })}>
          <LogIn aria-hidden />
          {t.enter}
        </MenuItem>
      )}
      {mayRename && (
        <MenuItem onSelect={() => onRename(tenant)}>
          <Pencil aria-hidden />
          {t.rename}
        </MenuItem>
      )}
      {mayRemove && (
        <>
          <MenuSeparator />
          <MenuItem onSelect={() => onRemove(tenant)}>
            <Trash2 aria-hidden />
            {words.remove}
          </MenuItem>
        </>
      )}
    </RowMenu>
  );
}

function RemoveTenant({ tenant, onClose }: { readonly tenant: Tenant; readonly onClose: () => void }) {
  const t = useMessages(tenantMessages);
  const trpc = useTRPC();
  const textOf = useFailureText();
  const done = useDone();
  const remove = useMutation(
    trpc.tenants.remove.mutationOptions({
      onSuccess: async () => {
        onClose();
        await done({ title: t.removed(tenant.name) });
      },
    }),
  );
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={t.remove(tenant.name)}
      action={t.removeAction}
      phrase={tenant.slug}
      busy={remove.isPending}
      error={remove.isError ? textOf(remove.error) : undefined}
      onConfirm={() => remove.mutate({ id: tenant.id })}
    >
      {t.removeWhy}
    </ConfirmDialog>
  );
}

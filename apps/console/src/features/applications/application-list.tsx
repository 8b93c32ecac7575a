'use client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { AppWindow, Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { Button } from '../../ui/button.tsx';
import { callTwin } from '../../ui/call-twin.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { loaded } from '../../ui/loaded.tsx';
import { MenuItem, MenuSeparator } from '../../ui/menu.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { TwinButton } from '../../ui/twin.tsx';
import { useFailureText, useTRPC } from '../connection/index.ts';
import { type LocalColumn, LocalList, listingMessages, RowMenu, useDone, useDrawer } from '../listing/index.ts';
import { useMay } from '../session/index.ts';
import { type Application, meaningOf } from './application.ts';
import { applicationMessages } from './messages.ts';

const ApplicationDrawer = loaded(() => import('./application-drawer.tsx').then((part) => part.ApplicationDrawer));

/** The applications of the tenant, and how urgent each is. */
export function ApplicationList() {
  const t = useMessages(applicationMessages);
  const trpc = useTRPC();
  const may = useMay();
  const drawer = useDrawer();
  const applications = useQuery(trpc.applications.list.queryOptions());
  const [leaving, setLeaving] = useState<Application>();
  const mayEdit = may({ action: 'update', subject: 'Application' });
  const held = applications.data?.find(({ id }) => String(id) === drawer.held);
  const create = may({ action: 'create', subject: 'Application' }) && (
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
        what={t.theApplications}
        search={t.search}
        placeholder={t.placeholder}
        reading={applications}
        columns={useColumns({ onEdit: ({ id }) => drawer.open(String(id)), onRemove: setLeaving })}
        sort={{ by: 'name', descending: false }}
        textOf={({ name, url, bio }) => `${name} ${url} ${bio}`}
        rowId={({ id }) => String(id)}
        rowName={({ name }) => name}
        onOpen={mayEdit ? ({ id }) => drawer.open(String(id)) : undefined}
        empty={
          <EmptyState icon={AppWindow} title={t.none} action={create}>
            {t.noneWhy}
          </EmptyState>
        }
      />
      {(drawer.held === 'new' || (held !== undefined && mayEdit)) && (
        <ApplicationDrawer key={drawer.held} application={held} onClose={drawer.close} />
      )}
      {leaving !== undefined && <RemoveApplication application={leaving} onClose={() => setLeaving(undefined)} />}
    </>
  );
}

interface ColumnNeeds {
  readonly onEdit: (application: Application) => void;
  readonly onRemove: (application: Application) => void;
}

function useColumns(needs: ColumnNeeds): readonly LocalColumn<Application>[] {
  const t = useMessages(applicationMessages);
  return [
    {
      ...{ id: 'name', header: t.columns.name, width: 'minmax(9rem, 2fr)', sortBy: ({ name }) => name },
      cell: ({ name, bio }) => (
        <span className="block min-w-0">
          <span className="block truncate font-medium">{name}</span>
          {bio !== '' && <span className="block truncate text-muted text-xs">{bio}</span>}
        </span>
      ),
    },
    {
      ...{ id: 'priority', header: t.columns.priority, width: 'minmax(7rem, 1.4fr)' },
      sortBy: ({ priority }) => priority.value,
      cell: ({ priority }) => (
        <span className="block truncate">
          <span className="mr-2 inline-block w-3 text-right tabular-nums">{priority.value}</span>
          <span className="text-muted">{t.levels[meaningOf(priority.value)]}</span>
        </span>
      ),
    },
    {
      ...{ id: 'rules', header: t.columns.rules, width: '6rem', fromPx: 620 },
      sortBy: ({ priority }) => priority.urls.length,
      cell: ({ priority }) => t.rules(priority.urls.length),
    },
    {
      ...{ id: 'url', header: t.columns.url, fromPx: 860 },
      cell: ({ url }) => <span className="block truncate text-muted">{url === '' ? '–' : url}</span>,
    },
    {
      ...{ id: 'updated', header: t.columns.updated, width: '7rem', align: 'end', fromPx: 520 },
      sortBy: ({ updatedAt }) => updatedAt.getTime(),
      cell: ({ updatedAt }) => <RelativeTime atMs={updatedAt.getTime()} />,
    },
    {
      ...{ id: 'actions', header: '', width: '3.5rem', align: 'end' },
      cell: (application) => <Actions application={application} {...needs} />,
    },
  ];
}

function Actions({ application, onEdit, onRemove }: ColumnNeeds & { readonly application: Application }) {
  const words = useMessages(listingMessages);
  const may = useMay();
  const mayEdit = may({ action: 'update', subject: 'Application' });
  const mayRemove = may({ action: 'delete', subject: 'Application' });
  if (!mayEdit && !mayRemove) return null;
  return (
    <RowMenu name={application.name}>
      {mayEdit && (
        <MenuItem onSelect={() => onEdit(application)}>
          <Pencil aria-hidden />
          {words.edit}
        </MenuItem>
      )}
      {mayRemove && (
        <>
          <MenuSeparator />
          <MenuItem onSelect={() => onRemove(application)}>
            <Trash2 aria-hidden />
            {words.remove}
          </MenuItem>
        </>
      )}
    </RowMenu>
  );
}

function RemoveApplication({
  application,
  onClose,
}: {
  readonly application: Application;
  readonly onClose: () => void;
}) {
  const t = useMessages(applicationMessages);
  const trpc = useTRPC();
  const textOf = useFailureText();
  const done = useDone();
  const { id, name } = application;
  const remove = useMutation(
    trpc.applications.remove.mutationOptions({
      onSuccess: () => {
        onClose();
        return done({ title: t.removed(name) });
      },
    }),
  );
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={t.remove(name)}
      action={t.removeAction}
      busy={remove.isPending}
      error={remove.isError ? textOf(remove.error) : undefined}
      onConfirm={() => remove.mutate({ id })}
    >
      <p>{t.removeWhy}</p>
      <div className="mt-2 -ml-2.5">
        <TwinButton action={t.removeAction} twin={callTwin({ method: 'DELETE', path: `/api/v2/applications/${id}` })} />
      </div>
    </ConfirmDialog>
  );
}

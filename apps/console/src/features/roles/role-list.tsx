'use client';
import { useQuery } from '@tanstack/react-query';
import { Plus, ShieldCheck } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Link } from '../../ui/link.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { useTRPC } from '../connection/index.ts';
import { type LocalColumn, LocalList } from '../listing/index.ts';
import { useMay } from '../session/index.ts';
import { roleMessages } from './messages.ts';
import { marksOf, type Role } from './role.ts';

/** The roles that may be held here. */
export function RoleList() {
  const t = useMessages(roleMessages);
  const trpc = useTRPC();
  const router = useRouter();
  const may = useMay();
  const roles = useQuery(trpc.roles.list.queryOptions());
  const create = may({ action: 'create', subject: 'Role' }) && (
    <Button look="primary" asChild>
      <Link href="/roles/new">
        <Plus aria-hidden />
        {t.create}
      </Link>
    </Button>
  );
  return (
    <>
      <PageHeader title={t.title} note={t.note} actions={create} />
      <LocalList
        label={t.title}
        what={t.theRoles}
        search={t.search}
        placeholder={t.placeholder}
        reading={roles}
        columns={useColumns()}
        sort={{ by: '', descending: false }}
        textOf={({ name, description }) => `${name} ${description}`}
        rowId={({ id }) => String(id)}
        rowName={({ name }) => name}
        onOpen={({ id }) => router.push(`/roles/${id}`)}
        empty={
          <EmptyState icon={ShieldCheck} title={t.none} action={create}>
            {t.noneWhy}
          </EmptyState>
        }
      />
    </>
  );
}

function useColumns(): readonly LocalColumn<Role>[] {
  const t = useMessages(roleMessages);
  const format = useFormat();
  return [
    {
      ...{ id: 'name', header: t.columns.name, width: 'minmax(12rem, 3fr)', sortBy: ({ name }) => name },
      cell: ({ id, name, description, tenantId }) => (
        <Link href={`/roles/${id}`} className="block min-w-0">
          <span className="flex items-center gap-2">
            <span className="truncate font-medium">{name}</span>
            <Badge>{tenantId === null ? t.builtIn : t.own}</Badge>
          </span>
          <span className="block truncate text-muted text-xs">{description}</span>
        </Link>
      ),
    },
    {
      ...{ id: 'scope', header: t.columns.scope, width: '9rem', fromPx: 620, sortBy: ({ scope }) => scope },
      cell: ({ scope }) => t.scopes[scope],
    },
    {
      ...{ id: 'permissions', header: t.columns.permissions, width: '8rem', align: 'end', fromPx: 560 },
      sortBy: ({ permissions }) => marksOf(permissions).size,
      cell: ({ permissions }) =>
        permissions.some(({ action, subject }) => action === 'manage' && subject === 'all')
          ? t.everything
          : format.number(marksOf(permissions).size),
    },
    {
      ...{ id: 'holders', header: t.columns.holders, width: '7rem', align: 'end', sortBy: ({ holders }) => holders },
      cell: ({ holders }) => format.number(holders),
    },
  ];
}

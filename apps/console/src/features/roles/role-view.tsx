'use client';
import { useQuery } from '@tanstack/react-query';
import { CopyPlus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card, CardHeader } from '../../ui/card.tsx';
import { Link } from '../../ui/link.tsx';
import { loaded } from '../../ui/loaded.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { useUrlState } from '../../ui/use-url-state.ts';
import { LoadProblem, useTRPC } from '../connection/index.ts';
import { useMay } from '../session/index.ts';
import { roleMessages } from './messages.ts';
import { PermissionMatrix } from './permission-matrix.tsx';
import { RemoveRole } from './remove-role.tsx';
import { marksOf, type Role } from './role.ts';

const RoleForm = loaded(() => import('./role-form.tsx').then((part) => part.RoleForm), <SkeletonRows rows={8} />);

/** A role of the tenant from nothing, or from another that `from` in the address names. */
export function NewRole() {
  const t = useMessages(roleMessages);
  const trpc = useTRPC();
  const from = useUrlState().get('from');
  const roles = useQuery(trpc.roles.list.queryOptions());
  const start = roles.data?.find(({ id }) => String(id) === from);
  return (
    <>
      <PageHeader crumbs={[{ label: t.title, href: '/roles' }]} title={t.create} note={t.createNote} />
      {from !== '' && roles.isPending ? <SkeletonRows rows={8} /> : <RoleForm start={start} />}
    </>
  );
}

/** One role: a built-in one to look at, an own one to change. */
export function RoleView({ id }: { readonly id: number }) {
  const t = useMessages(roleMessages);
  const trpc = useTRPC();
  const may = useMay();
  const [removing, setRemoving] = useState(false);
  const { data: role, error, refetch } = useQuery(trpc.roles.byId.queryOptions({ id }));
  if (error !== null && role === undefined) {
    return <LoadProblem what={t.thisRole} error={error} onRetry={() => void refetch()} />;
  }
  if (role === undefined) return <SkeletonRows rows={8} />;
  const own = role.tenantId !== null;
  return (
    <>
      <PageHeader
        crumbs={[{ label: t.title, href: '/roles' }]}
        title={role.name}
        note={<RoleNote role={role} />}
        actions={
          <>
            {may({ action: 'create', subject: 'Role' }) && (
              <Button asChild>
                <Link href={`/roles/new?from=${role.id}`}>
                  <CopyPlus aria-hidden />
                  {t.clone}
                </Link>
              </Button>
            )}
            {own && may({ action: 'delete', subject: 'Role' }) && (
              <Button onClick={() => setRemoving(true)}>
                <Trash2 aria-hidden />
                {t.remove}
              </Button>
            )}
          </>
        }
      />
      {own && may({ action: 'update', subject: 'Role' }) ? <RoleForm role={role} /> : <SeenRole role={role} />}
      {removing && <RemoveRole role={role} onClose={() => setRemoving(false)} />}
    </>
  );
}

function RoleNote({ role }: { readonly role: Role }) {
  const t = useMessages(roleMessages);
  const format = useFormat();
  return (
    <span className="flex flex-wrap items-center gap-2">
      <Badge>{role.tenantId === null ? t.builtIn : t.own}</Badge>
      <span>{t.scopes[role.scope]}</span>
      <span>· {t.holders(role.holders, format.number(role.holders))}</span>
    </span>
  );
}

function SeenRole({ role }: { readonly role: Role }) {
  const t = useMessages(roleMessages);
  const format = useFormat();
  const count = marksOf(role.permissions).size;
  return (
    <>
      <p className="mb-4 max-w-prose text-pretty text-sm">
        {role.description}
        {role.tenantId === null && <span className="text-muted"> · {t.builtInNote}</span>}
      </p>
      <Card aria-label={t.form.permissions}>
        <CardHeader title={t.form.permissions} note={t.matrix.count(count, format.number(count))} />
        <PermissionMatrix permissions={role.permissions} />
      </Card>
    </>
  );
}

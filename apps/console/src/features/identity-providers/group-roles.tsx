'use client';
import { useQuery } from '@tanstack/react-query';
import { CircleAlert, Plus, X } from 'lucide-react';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { Button } from '../../ui/button.tsx';
import { Input } from '../../ui/input.tsx';
import { Select } from '../../ui/select.tsx';
import { useTRPC } from '../connection/index.ts';
import { useSession } from '../session/index.ts';
import { providerMessages } from './messages.ts';
import type { GroupRole } from './provider.ts';

interface GroupRolesProps {
  readonly value: readonly GroupRole[];
  readonly wrong: boolean;
  readonly onChange: (value: readonly GroupRole[]) => void;
}

/** Which group of the provider holds which role in which tenant. */
export function GroupRoles({ value, wrong, onChange }: GroupRolesProps) {
  const t = useMessages(providerMessages).roles;
  const trpc = useTRPC();
  const { data: session } = useSession();
  const tenants = useQuery(trpc.tenants.list.queryOptions());
  const roles = useQuery(trpc.roles.list.queryOptions());
  const change = (at: number, fields: Partial<GroupRole>) =>
    onChange(value.map((line, index) => (index === at ? { ...line, ...fields } : line)));
  return (
    <fieldset className="min-w-0">
      <legend className="font-medium text-sm">{t.title}</legend>
      <p className="mt-1 text-muted text-xs">{t.note}</p>
      {wrong && (
        <p role="alert" className="mt-1 flex gap-1.5 text-failed-text text-xs">
          <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
          {t.incomplete}
        </p>
      )}
      <ul className="mt-2 flex flex-col gap-2">
        {value.map((line, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place, whatever stands in it
          <li key={at} className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-2">
            <div className="grid gap-2 sm:grid-cols-3">
              <Input
                aria-label={t.group}
                placeholder={t.group}
                spellCheck={false}
                value={line.group}
                onChange={(event) => change(at, { group: event.target.value })}
              />
              <Select
                aria-label={t.tenant}
                value={line.tenantId}
                options={(tenants.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
                onChange={(tenantId) => change(at, { tenantId })}
              />
              <Select
                aria-label={t.role}
                value={String(line.roleId)}
                options={[
                  { value: '0', label: t.role },
                  ...(roles.data ?? [])
                    .filter(({ tenantId }) => tenantId === null || tenantId === line.tenantId)
                    .map(({ id, name }) => ({ value: String(id), label: name })),
                ]}
                onChange={(roleId) => change(at, { roleId: Number(roleId) })}
              />
            </div>
            <Button
              look="quiet"
              size="icon"
              aria-label={t.remove(line.group)}
              className="mt-0.5"
              onClick={() => onChange(value.filter((_, index) => index !== at))}
            >
              <X aria-hidden />
            </Button>
          </li>
        ))}
      </ul>
      <Button
        size="sm"
        className="mt-2"
        onClick={() => onChange([...value, { group: '', tenantId: session?.tenant.id ?? '', roleId: 0 }])}
      >
        <Plus aria-hidden />
        {t.add}
      </Button>
    </fieldset>
  );
}

'use client';
import { useQuery } from '@tanstack/react-query';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { Combobox } from '../../ui/combobox.tsx';
import { Field } from '../../ui/field.tsx';
import { useTRPC } from '../connection/index.ts';
import { peopleMessages } from './messages.ts';

interface ChoiceProps {
  readonly value: string;
  readonly error: string | undefined;
  readonly onChange: (value: string) => void;
}

/** The tenant where a role is held. Absent for who has only one. */
export function TenantChoice({ value, error, onChange }: ChoiceProps) {
  const t = useMessages(peopleMessages).form;
  const trpc = useTRPC();
  const tenants = useQuery(trpc.tenants.list.queryOptions());
  if ((tenants.data?.length ?? 0) < 2 && error === undefined) return null;
  return (
    <Field label={t.tenant} error={error}>
      {(control) => (
        <Combobox
          {...control}
          label={t.tenant}
          choices={(tenants.data ?? []).map(({ id, name, slug }) => ({ value: id, label: name, note: slug }))}
          value={value === '' ? [] : [value]}
          onChange={([id = '']) => onChange(id)}
        />
      )}
    </Field>
  );
}

/** A role that can be held in a tenant: the built-in ones, and the tenant's own. */
export function RoleChoice({ tenantId, value, error, onChange }: ChoiceProps & { readonly tenantId: string }) {
  const t = useMessages(peopleMessages).form;
  const trpc = useTRPC();
  const roles = useQuery(trpc.roles.list.queryOptions());
  const here = (roles.data ?? []).filter((role) => role.tenantId === null || role.tenantId === tenantId);
  return (
    <Field label={t.role} hint={t.roleHint} error={error}>
      {(control) => (
        <Combobox
          {...control}
          label={t.role}
          choices={here.map(({ id, name, description }) => ({ value: String(id), label: name, note: description }))}
          value={value === '' ? [] : [value]}
          onChange={([id = '']) => onChange(id)}
        />
      )}
    </Field>
  );
}

'use client';
import { useMutation } from '@tanstack/react-query';
import { Building2, ChevronsUpDown } from 'lucide-react';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { Menu, MenuContent, MenuLabel, MenuRadioGroup, MenuRadioItem, MenuTrigger } from '../../ui/menu.tsx';
import { useToast } from '../../ui/toast.tsx';
import { useFailureText, useTRPC } from '../connection/index.ts';
import { sessionMessages } from './messages.ts';
import { useSession } from './use-session.ts';

/** Changes the tenant whose things are shown. Absent for who has only one. */
export function TenantSwitcher() {
  const t = useMessages(sessionMessages).tenant;
  const failureText = useFailureText();
  const trpc = useTRPC();
  const toast = useToast();
  const { data } = useSession();
  const change = useMutation(
    trpc.session.switchTenant.mutationOptions({
      // Everything on the page belongs to the tenant before: load it anew.
      onSuccess: () => window.location.assign('/'),
      onError: (error) => toast({ title: t.unchanged, detail: failureText(error), tone: 'failed' }),
    }),
  );
  if (data === undefined || data.tenants.length < 2) return null;
  return (
    <Menu>
      <MenuTrigger
        aria-label={t.change(data.tenant.name)}
        disabled={change.isPending}
        className="mx-3 mb-3 flex h-9 items-center gap-2 rounded-md border border-line bg-surface px-2.5 text-sm transition-colors hover:bg-hover disabled:opacity-60"
      >
        <Building2 aria-hidden className="size-4 shrink-0 text-muted" />
        <span className="min-w-0 flex-1 truncate text-left font-medium">{data.tenant.name}</span>
        <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-faint" />
      </MenuTrigger>
      <MenuContent align="start">
        <MenuLabel>{t.label}</MenuLabel>
        <MenuRadioGroup value={data.tenant.id} onValueChange={(tenantId) => change.mutate({ tenantId })}>
          {data.tenants.map(({ id, name }) => (
            <MenuRadioItem key={id} value={id}>
              <span className="truncate">{name}</span>
            </MenuRadioItem>
          ))}
        </MenuRadioGroup>
      </MenuContent>
    </Menu>
  );
}

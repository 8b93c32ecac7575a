'use client';
import { Building2, ChevronsUpDown } from 'lucide-react';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { loaded } from '../../ui/loaded.tsx';
import { Menu, MenuTrigger, MenuWhenOpen } from '../../ui/menu.tsx';
import { sessionMessages } from './messages.ts';
import { useSession } from './use-session.ts';

const TenantMenu = loaded(() => import('./tenant-menu.tsx').then((part) => part.TenantMenu));

/** Changes the tenant whose things are shown. Absent for who has only one. */
export function TenantSwitcher() {
  const t = useMessages(sessionMessages).tenant;
  const { data } = useSession();
  if (data === undefined || data.tenants.length < 2) return null;
  return (
    <Menu>
      <MenuTrigger
        aria-label={t.change(data.tenant.name)}
        className="mx-3 mb-3 flex h-9 items-center gap-2 rounded-md border border-line bg-surface px-2.5 text-sm transition-colors hover:bg-hover"
      >
        <Building2 aria-hidden className="size-4 shrink-0 text-muted" />
        <span className="min-w-0 flex-1 truncate text-left font-medium">{data.tenant.name}</span>
        <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-faint" />
      </MenuTrigger>
      <MenuWhenOpen>
        <TenantMenu current={data.tenant.id} tenants={data.tenants} />
      </MenuWhenOpen>
    </Menu>
  );
}

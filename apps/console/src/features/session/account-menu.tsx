'use client';
import { ChevronsUpDown } from 'lucide-react';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { loaded } from '../../ui/loaded.tsx';
import { Menu, MenuTrigger, MenuWhenOpen } from '../../ui/menu.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { sessionMessages } from './messages.ts';
import { useSession } from './use-session.ts';

const AccountMenuContent = loaded(() => import('./account-menu-content.tsx').then((part) => part.AccountMenuContent));

interface AccountMenuProps {
  /** Known before the session is read. */
  readonly name: string;
  readonly onShortcuts: () => void;
}

/** Who is signed in, and what they can do about it. */
export function AccountMenu({ name, onShortcuts }: AccountMenuProps) {
  const t = useMessages(sessionMessages).account;
  const { data } = useSession();
  return (
    <Menu>
      <MenuTrigger className="flex min-w-0 flex-1 items-center gap-2.5 rounded-md p-1.5 text-left transition-colors hover:bg-hover data-[state=open]:bg-hover">
        <span
          aria-hidden
          className="grid size-7 shrink-0 place-items-center rounded-full bg-accent/14 font-semibold text-link text-xs uppercase"
        >
          {name.slice(0, 1)}
        </span>
        <span className="min-w-0 flex-1">
          <span className="sr-only">{t.of} </span>
          <span className="block truncate font-medium text-sm leading-4">{name}</span>
          <span className="block truncate text-muted text-xs leading-4">
            {data === undefined ? <Skeleton className="mt-1 h-2.5 w-16" /> : data.roles.join(', ')}
          </span>
        </span>
        <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-faint" />
      </MenuTrigger>
      <MenuWhenOpen>
        <AccountMenuContent name={name} onShortcuts={onShortcuts} />
      </MenuWhenOpen>
    </Menu>
  );
}

'use client';
import { ChevronsUpDown, CircleUser, Keyboard, KeyRound, LogOut } from 'lucide-react';
import Link from 'next/link';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { Menu, MenuContent, MenuItem, MenuLabel, MenuSeparator, MenuTrigger } from '../../ui/menu.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { signOut } from './auth-calls.ts';
import { LocaleChoice } from './locale-choice.tsx';
import { sessionMessages } from './messages.ts';
import { useSession } from './use-session.ts';

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
      <MenuContent align="start" side="top" label={t.label}>
        <MenuLabel>
          {t.signedInAs} <span className="font-medium text-ink">{name}</span>
          {data !== undefined && ` ${t.inTenant(data.tenant.name)}`}
        </MenuLabel>
        <MenuSeparator />
        <MenuItem asChild>
          <Link href="/profile">
            <CircleUser aria-hidden />
            {t.profile}
          </Link>
        </MenuItem>
        <MenuItem asChild>
          <Link href="/change-password">
            <KeyRound aria-hidden />
            {t.changePassword}
          </Link>
        </MenuItem>
        <MenuItem onSelect={onShortcuts}>
          <Keyboard aria-hidden />
          {t.shortcuts}
        </MenuItem>
        <MenuSeparator />
        <LocaleChoice label={t.language} />
        <MenuSeparator />
        <MenuItem onSelect={() => void leave()}>
          <LogOut aria-hidden />
          {t.signOut}
        </MenuItem>
      </MenuContent>
    </Menu>
  );
}

async function leave(): Promise<void> {
  await signOut();
  // A full load, so that nothing of this session stays.
  window.location.assign('/sign-in');
}

'use client';
import { CircleUser, Keyboard, KeyRound, LogOut } from 'lucide-react';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { Link } from '../../ui/link.tsx';
import { MenuContent, MenuItem, MenuLabel, MenuSeparator } from '../../ui/menu-content.tsx';
import { signOut } from './auth-calls.ts';
import { LocaleChoice } from './locale-choice.tsx';
import { sessionMessages } from './messages.ts';
import { useSession } from './use-session.ts';

interface AccountMenuContentProps {
  readonly name: string;
  readonly onShortcuts: () => void;
}

export function AccountMenuContent({ name, onShortcuts }: AccountMenuContentProps) {
  const t = useMessages(sessionMessages).account;
  const { data } = useSession();
  return (
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
  );
}

async function leave(): Promise<void> {
  await signOut();
  // A full load, so that nothing of this session stays.
  window.location.assign('/sign-in');
}

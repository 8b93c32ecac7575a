'use client';
import { Ellipsis } from 'lucide-react';
import type { ReactNode } from 'react';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { Button } from '../../ui/button.tsx';
import { Menu, MenuContent, MenuTrigger } from '../../ui/menu.tsx';
import { listingMessages } from './messages.ts';

/** What can be done with one row, behind three dots. */
export function RowMenu({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  const t = useMessages(listingMessages);
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button look="quiet" size="icon" aria-label={t.actions(name)} className="ml-auto">
          <Ellipsis aria-hidden />
        </Button>
      </MenuTrigger>
      <MenuContent align="end" className="text-left">
        {children}
      </MenuContent>
    </Menu>
  );
}

'use client';
import { Moon, Sun } from 'lucide-react';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { Button } from '../../ui/button.tsx';
import { loaded } from '../../ui/loaded.tsx';
import { Menu, MenuTrigger, MenuWhenOpen } from '../../ui/menu.tsx';
import { frameMessages } from './messages.ts';

const ThemeChoice = loaded(() => import('./theme-choice.tsx').then((part) => part.ThemeChoice));

/** Dark, light, or as the system has it. */
export function ThemeMenu() {
  const t = useMessages(frameMessages);
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button look="quiet" size="icon" aria-label={t.theme.label}>
          <Sun aria-hidden className="dark:hidden" />
          <Moon aria-hidden className="hidden dark:block" />
        </Button>
      </MenuTrigger>
      <MenuWhenOpen>
        <ThemeChoice />
      </MenuWhenOpen>
    </Menu>
  );
}

'use client';
import { Monitor, Moon, Sun } from 'lucide-react';
import { useTheme } from 'next-themes';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { Button } from '../../ui/button.tsx';
import { Menu, MenuContent, MenuRadioGroup, MenuRadioItem, MenuTrigger } from '../../ui/menu.tsx';
import { frameMessages } from './messages.ts';

const choices = [
  { value: 'system', icon: Monitor },
  { value: 'light', icon: Sun },
  { value: 'dark', icon: Moon },
] as const;

/** Dark, light, or as the system has it. */
export function ThemeMenu() {
  const t = useMessages(frameMessages);
  const { theme, setTheme } = useTheme();
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button look="quiet" size="icon" aria-label={t.theme.label}>
          <Sun aria-hidden className="dark:hidden" />
          <Moon aria-hidden className="hidden dark:block" />
        </Button>
      </MenuTrigger>
      <MenuContent align="end" side="top">
        <MenuRadioGroup value={theme ?? 'system'} onValueChange={setTheme}>
          {choices.map(({ value, icon: Icon }) => (
            <MenuRadioItem key={value} value={value}>
              <Icon aria-hidden />
              {t.theme[value]}
            </MenuRadioItem>
          ))}
        </MenuRadioGroup>
      </MenuContent>
    </Menu>
  );
}

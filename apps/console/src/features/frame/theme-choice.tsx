'use client';
import { type LucideIcon, Monitor, Moon, Sun } from 'lucide-react';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { chooseTheme, chosenTheme, type Theme } from '../../theme/theme.ts';
import { MenuContent, MenuRadioGroup, MenuRadioItem } from '../../ui/menu-content.tsx';
import { frameMessages } from './messages.ts';

const choices: readonly { readonly value: Theme; readonly icon: LucideIcon }[] = [
  { value: 'system', icon: Monitor },
  { value: 'light', icon: Sun },
  { value: 'dark', icon: Moon },
];

export function ThemeChoice() {
  const t = useMessages(frameMessages);
  const choose = (value: string) => {
    const choice = choices.find((one) => one.value === value);
    if (choice !== undefined) chooseTheme(choice.value);
  };
  return (
    <MenuContent align="end" side="top">
      <MenuRadioGroup value={chosenTheme()} onValueChange={choose}>
        {choices.map(({ value, icon: Icon }) => (
          <MenuRadioItem key={value} value={value}>
            <Icon aria-hidden />
            {t.theme[value]}
          </MenuRadioItem>
        ))}
      </MenuRadioGroup>
    </MenuContent>
  );
}

'use client';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { settingsMessages } from './messages.ts';
import { blockPlaces } from './settings.ts';

/** How the setting at a path is called: `peerBlockList.task.download.urls` is the URL patterns that peers refuse. */
export function useSettingNames(): (path: string) => string {
  const t = useMessages(settingsMessages);
  const names: Readonly<Record<string, string>> = t.fields;
  const rules: Readonly<Record<string, string>> = t.rules;
  return (path) => {
    const known = names[path];
    if (known !== undefined) return known;
    const [list, family, direction, rule = ''] = path.split('.');
    const who = list === 'peerBlockList' || list === 'seedPeerBlockList' ? t.lists[list] : undefined;
    const place = blockPlaces.find((one) => one.family === family && one.direction === direction);
    if (who === undefined || place === undefined) return path;
    return `${who} · ${t.place(t.families[place.family], t.directions[place.direction])} · ${rules[rule] ?? rule}`;
  };
}

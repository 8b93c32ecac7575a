'use client';
import { type ReactNode, useState } from 'react';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { loaded } from '../../ui/loaded.tsx';
import { useClusterChoice } from '../cluster-choice/index.ts';
import { useOverviewFeed } from '../overview/index.ts';
import { Palette } from '../palette/index.ts';
import { useMay } from '../session/index.ts';
import { areas } from './areas.ts';
import { frameMessages } from './messages.ts';
import { MobileBar } from './mobile-bar.tsx';
import { ReconnectingHint } from './reconnecting-hint.tsx';
import { SideBar } from './side-bar.tsx';
import { useShortcuts } from './use-shortcuts.ts';

const ShortcutHelp = loaded(() => import('./shortcut-help.tsx').then((part) => part.ShortcutHelp));

interface FrameProps {
  /** The name of who is signed in. */
  readonly userName: string;
  readonly children: ReactNode;
}

/** What stands around every page: the areas, who one is, and whether the line holds. */
export function Frame({ userName, children }: FrameProps) {
  const t = useMessages(frameMessages);
  const [helpOpen, setHelpOpen] = useState(false);
  const openHelp = () => setHelpOpen(true);
  const [cluster] = useClusterChoice();
  useOverviewFeed(cluster);
  const [paletteOpen, setPaletteOpen] = useState(false);
  const openPalette = () => setPaletteOpen(true);
  const may = useMay();
  useShortcuts({ onHelp: openHelp, onPalette: openPalette });
  return (
    <div className="min-h-dvh lg:grid lg:grid-cols-[15rem_minmax(0,1fr)]">
      <a
        href="#content"
        className="fixed top-2 left-2 z-50 -translate-y-20 rounded-md bg-accent px-3 py-2 font-medium text-on-accent text-sm focus:translate-y-0"
      >
        {t.skip}
      </a>
      <aside className="sticky top-0 h-dvh border-line border-r bg-band max-lg:hidden">
        <SideBar userName={userName} onShortcuts={openHelp} onPalette={openPalette} />
      </aside>
      <div className="flex min-h-dvh min-w-0 flex-col">
        <MobileBar userName={userName} onShortcuts={openHelp} onPalette={openPalette} />
        <ReconnectingHint />
        <main
          id="content"
          tabIndex={-1}
          className="mx-auto flex w-full max-w-[92rem] flex-1 flex-col px-4 py-5 focus:outline-none sm:px-6 lg:px-8 lg:py-7"
        >
          {children}
        </main>
      </div>
      {paletteOpen && (
        <Palette
          onClose={() => setPaletteOpen(false)}
          onShortcuts={openHelp}
          pages={areas
            .filter(({ needs }) => may(needs))
            .map(({ href, name, icon }) => ({ id: href, label: t.areas[name], icon }))}
        />
      )}
      {helpOpen && <ShortcutHelp onClose={() => setHelpOpen(false)} />}
    </div>
  );
}

'use client';
import { Search } from 'lucide-react';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { frameMessages } from './messages.ts';

/** Opens the palette, and says which keys do. */
export function PaletteButton({ onOpen }: { readonly onOpen: () => void }) {
  const t = useMessages(frameMessages);
  return (
    <button
      type="button"
      onClick={onOpen}
      aria-keyshortcuts="Meta+K Control+K"
      className="mx-3 mb-3 flex h-9 shrink-0 items-center gap-2 rounded-md border border-line bg-surface px-2.5 text-muted text-sm transition-colors hover:bg-hover hover:text-ink"
    >
      <Search aria-hidden className="size-4 shrink-0" />
      <span className="min-w-0 flex-1 truncate text-left">{t.palette}</span>
      <Kbd className="pointer-coarse:hidden">⌘K</Kbd>
    </button>
  );
}

'use client';
import { Menu } from 'lucide-react';
import { useState } from 'react';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { BrandMark } from '../../ui/brand-mark.tsx';
import { Button } from '../../ui/button.tsx';
import { Link } from '../../ui/link.tsx';
import { loaded } from '../../ui/loaded.tsx';
import { ConnectionLine } from './connection-line.tsx';
import { frameMessages } from './messages.ts';

const MobileMenu = loaded(() => import('./mobile-menu.tsx').then((part) => part.MobileMenu));

interface MobileBarProps {
  readonly userName: string;
  readonly onShortcuts: () => void;
  readonly onPalette: () => void;
}

/** The frame on a narrow screen: the side bar waits behind a button. */
export function MobileBar(frame: MobileBarProps) {
  const t = useMessages(frameMessages);
  const [open, setOpen] = useState(false);
  return (
    <header className="sticky top-0 z-30 flex h-14 items-center gap-1 border-line border-b bg-band px-2 lg:hidden">
      <Button
        look="quiet"
        size="icon"
        aria-label={t.openMenu}
        aria-haspopup="dialog"
        aria-expanded={open}
        className="size-10"
        onClick={() => setOpen(true)}
      >
        <Menu aria-hidden />
      </Button>
      {open && <MobileMenu {...frame} onClose={() => setOpen(false)} />}
      <Link href="/" className="flex h-10 items-center gap-2 rounded-md px-1.5">
        <BrandMark className="size-6" />
        <span className="font-semibold tracking-[-0.015em]">Damselfly</span>
      </Link>
      <div className="ml-auto pr-2">
        <ConnectionLine short />
      </div>
    </header>
  );
}

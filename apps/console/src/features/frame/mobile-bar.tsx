'use client';
import { Menu } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { BrandMark } from '../../ui/brand-mark.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogContent, DialogTrigger } from '../../ui/dialog.tsx';
import { ConnectionLine } from './connection-line.tsx';
import { frameMessages } from './messages.ts';
import { SideBar } from './side-bar.tsx';

interface MobileBarProps {
  readonly userName: string;
  readonly onShortcuts: () => void;
  readonly onPalette: () => void;
}

/** The frame on a narrow screen: the side bar waits behind a button. */
export function MobileBar({ userName, onShortcuts, onPalette }: MobileBarProps) {
  const t = useMessages(frameMessages);
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <header className="sticky top-0 z-30 flex h-14 items-center gap-1 border-line border-b bg-band px-2 lg:hidden">
      <Dialog open={open} onOpenChange={setOpen}>
        <DialogTrigger>
          <Button look="quiet" size="icon" aria-label={t.openMenu} className="size-10">
            <Menu aria-hidden />
          </Button>
        </DialogTrigger>
        <DialogContent title={t.menu} quietTitle place="left">
          <SideBar
            userName={userName}
            onLeave={close}
            onPalette={() => {
              close();
              onPalette();
            }}
            onShortcuts={() => {
              close();
              onShortcuts();
            }}
          />
        </DialogContent>
      </Dialog>
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

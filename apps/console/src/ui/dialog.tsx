'use client';
import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { useMessages } from '../i18n/locale-provider.tsx';
import { Button } from './button.tsx';
import { cn } from './cn.ts';
import { uiMessages } from './messages.ts';

export const Dialog = Radix.Root;
export const DialogTrigger = Radix.Trigger;

interface DialogContentProps {
  readonly title: string;
  /** Hides the title from sight, where the content says it already. */
  readonly quietTitle?: boolean;
  /** A dialog in the middle, or a panel from the left edge. */
  readonly place?: 'middle' | 'left';
  readonly className?: string;
  readonly children: ReactNode;
}

const places = {
  middle:
    'top-[12vh] left-1/2 max-h-[76vh] w-[min(32rem,calc(100vw-2rem))] -translate-x-1/2 animate-fade rounded-lg border',
  left: 'inset-y-0 left-0 w-[min(17rem,calc(100vw-3rem))] animate-slide-in border-r',
};

/** Holds the focus until it is closed; Escape closes it. */
export function DialogContent({
  title,
  quietTitle = false,
  place = 'middle',
  className,
  children,
}: DialogContentProps) {
  const t = useMessages(uiMessages);
  return (
    <Radix.Portal>
      <Radix.Overlay className="fixed inset-0 z-40 animate-fade bg-scrim" />
      <Radix.Content
        aria-describedby={undefined}
        className={cn(
          'fixed z-50 flex flex-col overflow-y-auto border-line bg-raised shadow-raised focus:outline-none',
          places[place],
          className,
        )}
      >
        <header className={cn('flex items-center justify-between px-5 pt-4 pb-2', quietTitle && 'sr-only')}>
          <Radix.Title className="font-semibold text-md">{title}</Radix.Title>
          <Radix.Close asChild>
            <Button look="quiet" size="icon" aria-label={t.close} className="-mr-2">
              <X aria-hidden />
            </Button>
          </Radix.Close>
        </header>
        {children}
      </Radix.Content>
    </Radix.Portal>
  );
}

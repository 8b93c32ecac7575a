'use client';
import { X } from 'lucide-react';
import { createContext, type ReactNode, useContext, useEffect, useId, useRef } from 'react';
import { useMessages } from '../i18n/locale-provider.tsx';
import { Button } from './button.tsx';
import { cn } from './cn.ts';
import { uiMessages } from './messages.ts';
import { entered } from './top-layer.ts';

interface DialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly children: ReactNode;
}

const DialogContext = createContext<Omit<DialogProps, 'children'> | undefined>(undefined);

function useDialog(): Omit<DialogProps, 'children'> {
  const dialog = useContext(DialogContext);
  if (dialog === undefined) throw new Error('a part of a dialog needs a Dialog above');
  return dialog;
}

/** Something that has to be dealt with, or left, before the page goes on. */
export function Dialog({ open, onOpenChange, children }: DialogProps) {
  return <DialogContext value={{ open, onOpenChange }}>{children}</DialogContext>;
}

interface DialogContentProps {
  readonly title: string;
  /** Hides the title from sight, where the content says it already. */
  readonly quietTitle?: boolean;
  /** In the middle, a panel from an edge, or the palette's place near the top. */
  readonly place?: 'middle' | 'left' | 'right' | 'top';
  readonly className?: string;
  readonly children: ReactNode;
}

const places = {
  middle: 'm-auto max-h-[min(46rem,86dvh)] w-[min(32rem,calc(100vw-2rem))] animate-fade rounded-lg border',
  top: 'mx-auto mt-[12dvh] mb-auto max-h-[76dvh] w-[min(40rem,calc(100vw-1.5rem))] animate-fade rounded-lg border',
  left: 'mr-auto ml-0 my-0 h-dvh max-h-dvh w-[min(17rem,calc(100vw-3rem))] animate-slide-in border-r',
  right: 'mr-0 ml-auto my-0 h-dvh max-h-dvh w-[min(34rem,100vw)] animate-slide-in-end border-l',
};

/** Holds the focus until it is closed; Escape and a press beside it close it. */
export function DialogContent(props: DialogContentProps) {
  return useDialog().open ? <OpenDialog {...props} /> : null;
}

function OpenDialog({ title, quietTitle = false, place = 'middle', className, children }: DialogContentProps) {
  const t = useMessages(uiMessages);
  const { onOpenChange } = useDialog();
  const element = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const dialog = element.current;
    const before = document.activeElement;
    dialog?.showModal();
    // Who opens a form wants to fill it in.
    dialog?.querySelector<HTMLElement>('form :is(input, textarea, select)')?.focus();
    const left = dialog === null ? undefined : entered(dialog);
    return () => {
      left?.();
      dialog?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape is the key of the press beside it
    <dialog
      ref={element}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        // React hands it up to the dialog that this one was opened from, too.
        if (event.target === element.current) onOpenChange(false);
      }}
      onClick={(event) => {
        if (event.target === element.current) onOpenChange(false);
      }}
      className={cn(
        'fixed inset-0 max-w-none border-line bg-raised p-0 text-ink shadow-raised backdrop:animate-fade backdrop:bg-scrim focus:outline-none',
        places[place],
      )}
    >
      <div className={cn('flex min-h-full flex-col', className)}>
        <header className={cn('flex items-center justify-between gap-3 px-5 pt-4 pb-2', quietTitle && 'sr-only')}>
          <h2 id={id} className="min-w-0 font-semibold text-md [overflow-wrap:anywhere]">
            {title}
          </h2>
          <Button look="quiet" size="icon" aria-label={t.close} className="-mr-2" onClick={() => onOpenChange(false)}>
            <X aria-hidden />
          </Button>
        </header>
        {children}
      </div>
    </dialog>
  );
}

'use client';
import { Check, CircleAlert, X } from 'lucide-react';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { useMessages } from '../i18n/locale-provider.tsx';
import { Button } from './button.tsx';
import { uiMessages } from './messages.ts';
import { useTopLayer } from './top-layer.ts';

/** A short message about something that just happened elsewhere on the page. */
export interface ToastMessage {
  readonly title: string;
  readonly detail?: string;
  readonly tone?: 'done' | 'failed';
  /** Takes back what was done; the toast stays longer for it. */
  readonly undo?: () => void;
}

interface Shown extends ToastMessage {
  readonly key: number;
}

const maxShown = 3;
const shownMs = 5000;
const undoMs = 10_000;
const ToastContext = createContext<((message: ToastMessage) => void) | undefined>(undefined);

/** Shows toasts of everything below it, above any dialog, the newest last, at most three. */
export function ToastProvider({ children }: { readonly children: ReactNode }) {
  const [shown, setShown] = useState<readonly Shown[]>([]);
  const top = useTopLayer();
  const show = useCallback(
    (message: ToastMessage) =>
      setShown((before) => [...before, { ...message, key: (before.at(-1)?.key ?? 0) + 1 }].slice(-maxShown)),
    [],
  );
  const remove = useCallback((key: number) => setShown((before) => before.filter((toast) => toast.key !== key)), []);
  return (
    <ToastContext value={show}>
      {children}
      {top !== undefined && createPortal(<ToastList shown={shown} onClose={remove} />, top)}
    </ToastContext>
  );
}

interface ToastListProps {
  readonly shown: readonly Shown[];
  readonly onClose: (key: number) => void;
}

function ToastList({ shown, onClose }: ToastListProps) {
  const t = useMessages(uiMessages);
  const list = useRef<HTMLElement>(null);
  // A dialog that moves in or out keeps what is fixed inside it in its own frame: the top layer does not.
  useEffect(() => list.current?.showPopover(), []);
  return (
    <section
      ref={list}
      popover="manual"
      aria-label={t.notifications}
      className="pointer-events-none fixed inset-auto right-0 bottom-0 m-0 w-[min(24rem,100vw)] bg-transparent p-4 text-ink"
    >
      <ol aria-live="polite" className="flex flex-col gap-2">
        {shown.map((toast) => (
          <ToastCard key={toast.key} toast={toast} onClose={onClose} />
        ))}
      </ol>
    </section>
  );
}

function ToastCard({ toast, onClose }: { readonly toast: Shown; readonly onClose: (key: number) => void }) {
  const t = useMessages(uiMessages);
  const [held, setHeld] = useState(false);
  const close = useRef(() => onClose(toast.key));
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(close.current, toast.undo === undefined ? shownMs : undoMs);
    return () => clearTimeout(timer);
  }, [held, toast.undo]);
  return (
    <li
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      className="pointer-events-auto flex animate-rise items-start gap-3 rounded-lg border border-line bg-raised p-3 shadow-raised"
    >
      {toast.tone === 'failed' ? (
        <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-failed" />
      ) : (
        <Check aria-hidden className="mt-0.5 size-4 shrink-0 text-done" />
      )}
      <div className="min-w-0 flex-1">
        <p className="font-medium text-sm [overflow-wrap:anywhere]">{toast.title}</p>
        {toast.detail !== undefined && <p className="text-muted text-xs [overflow-wrap:anywhere]">{toast.detail}</p>}
      </div>
      {toast.undo !== undefined && (
        <Button
          size="sm"
          onClick={() => {
            toast.undo?.();
            onClose(toast.key);
          }}
        >
          {t.undo}
        </Button>
      )}
      <Button
        look="quiet"
        size="icon"
        aria-label={t.dismiss}
        className="-m-1 size-6"
        onClick={() => onClose(toast.key)}
      >
        <X aria-hidden />
      </Button>
    </li>
  );
}

/** The way to show a toast. */
export function useToast(): (message: ToastMessage) => void {
  const show = useContext(ToastContext);
  if (show === undefined) throw new Error('useToast needs a ToastProvider above');
  return show;
}

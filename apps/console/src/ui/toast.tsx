'use client';
import { Check, CircleAlert, X } from 'lucide-react';
import { Toast as Radix } from 'radix-ui';
import { createContext, type ReactNode, useCallback, useContext, useState } from 'react';
import { useMessages } from '../i18n/locale-provider.tsx';
import { Button } from './button.tsx';
import { uiMessages } from './messages.ts';

/** A short message about something that just happened elsewhere on the page. */
export interface ToastMessage {
  readonly title: string;
  readonly detail?: string;
  readonly tone?: 'done' | 'failed';
}

interface Shown extends ToastMessage {
  readonly key: number;
}

const maxShown = 3;
const ToastContext = createContext<((message: ToastMessage) => void) | undefined>(undefined);

/** Shows toasts of everything below it, the newest last, at most three. */
export function ToastProvider({ children }: { readonly children: ReactNode }) {
  const t = useMessages(uiMessages);
  const [shown, setShown] = useState<readonly Shown[]>([]);
  const show = useCallback(
    (message: ToastMessage) =>
      setShown((before) => [...before, { ...message, key: (before.at(-1)?.key ?? 0) + 1 }].slice(-maxShown)),
    [],
  );
  const remove = (key: number) => setShown((before) => before.filter((toast) => toast.key !== key));
  return (
    <ToastContext value={show}>
      <Radix.Provider duration={5000} swipeDirection="right">
        {children}
        {shown.map((toast) => (
          <ToastCard key={toast.key} toast={toast} onClose={() => remove(toast.key)} />
        ))}
        <Radix.Viewport
          label={t.notifications}
          className="fixed right-0 bottom-0 z-50 flex w-[min(24rem,100vw)] flex-col gap-2 p-4 focus:outline-none"
        />
      </Radix.Provider>
    </ToastContext>
  );
}

function ToastCard({ toast, onClose }: { readonly toast: Shown; readonly onClose: () => void }) {
  const t = useMessages(uiMessages);
  return (
    <Radix.Root
      onOpenChange={(open) => !open && onClose()}
      className="flex animate-rise items-start gap-3 rounded-lg border border-line bg-raised p-3 shadow-raised"
    >
      {toast.tone === 'failed' ? (
        <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-failed" />
      ) : (
        <Check aria-hidden className="mt-0.5 size-4 shrink-0 text-done" />
      )}
      <div className="min-w-0 flex-1">
        <Radix.Title className="font-medium text-sm">{toast.title}</Radix.Title>
        {toast.detail !== undefined && (
          <Radix.Description className="text-muted text-xs">{toast.detail}</Radix.Description>
        )}
      </div>
      <Radix.Close asChild>
        <Button look="quiet" size="icon" aria-label={t.dismiss} className="-m-1 size-6">
          <X aria-hidden />
        </Button>
      </Radix.Close>
    </Radix.Root>
  );
}

/** The way to show a toast. */
export function useToast(): (message: ToastMessage) => void {
  const show = useContext(ToastContext);
  if (show === undefined) throw new Error('useToast needs a ToastProvider above');
  return show;
}

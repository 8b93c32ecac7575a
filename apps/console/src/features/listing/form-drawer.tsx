'use client';
import { type FormEvent, type ReactNode, useEffect, useRef } from 'react';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogContent } from '../../ui/dialog.tsx';
import { uiMessages } from '../../ui/messages.ts';
import { Problem } from '../../ui/problem.tsx';
import { type Twin, TwinButton } from '../../ui/twin.tsx';
import { useFailureText } from '../connection/index.ts';
import { listingMessages } from './messages.ts';

interface FormDrawerProps {
  readonly title: string;
  /** A line below the title. */
  readonly note?: ReactNode;
  /** Makes something new, or changes what is there. */
  readonly kind: 'create' | 'save';
  readonly onClose: () => void;
  readonly onSubmit: (event: FormEvent) => void;
  readonly busy: boolean;
  /** Why it was refused; `null` when it was not. */
  readonly error: unknown;
  /** The same from a terminal; absent while the form is not filled in. */
  readonly twin?: Twin | undefined;
  readonly children: ReactNode;
}

/** A form at the edge of the page it belongs to, with what it does from a terminal. */
export function FormDrawer(props: FormDrawerProps) {
  const { title, note, kind, onClose, onSubmit, busy, error, twin, children } = props;
  const t = useMessages(listingMessages);
  const cancel = useMessages(uiMessages).cancel;
  const textOf = useFailureText();
  const fields = useRef<HTMLFormElement>(null);
  useEffect(() => {
    fields.current?.querySelector<HTMLElement>('input:not([readonly], :disabled), textarea')?.focus();
  }, []);
  return (
    <Dialog open onOpenChange={onClose}>
      <DialogContent title={title} place="right">
        <form ref={fields} onSubmit={onSubmit} noValidate className="flex flex-1 flex-col">
          <div className="flex flex-1 flex-col gap-5 px-5 pt-1 pb-6">
            {note !== undefined && <p className="text-pretty text-muted text-sm">{note}</p>}
            {children}
            {error !== null && <Problem title={t.failed}>{textOf(error)}</Problem>}
          </div>
          <footer className="sticky bottom-0 flex flex-wrap items-center gap-2 border-line border-t bg-raised px-5 py-3">
            {twin !== undefined && <TwinButton action={title} twin={twin} />}
            <Button className="ml-auto" onClick={onClose}>
              {cancel}
            </Button>
            <Button type="submit" look="primary" disabled={busy}>
              {kind === 'create' ? (busy ? t.creating : t.create) : busy ? t.saving : t.save}
            </Button>
          </footer>
        </form>
      </DialogContent>
    </Dialog>
  );
}

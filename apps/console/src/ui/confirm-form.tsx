'use client';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useMessages } from '../i18n/locale-provider.tsx';
import { Button } from './button.tsx';
import { Dialog, DialogContent } from './dialog.tsx';
import { Field } from './field.tsx';
import { Input } from './input.tsx';
import { uiMessages } from './messages.ts';
import { Problem } from './problem.tsx';
import { type Twin, TwinButton } from './twin.tsx';

export interface ConfirmDialogProps {
  readonly onOpenChange: (open: boolean) => void;
  readonly title: string;
  /** What will happen, and what cannot be taken back. */
  readonly children: ReactNode;
  /** The word on the button: `Delete cluster`. */
  readonly action: string;
  /** Has to be typed before the button acts. */
  readonly phrase?: string;
  readonly busy?: boolean;
  /** Why it did not work. */
  readonly error?: string | undefined;
  /** The same from a terminal. */
  readonly twin?: Twin;
  readonly onConfirm: () => void;
}

export function ConfirmForm(props: ConfirmDialogProps) {
  const { onOpenChange, title, children, action, phrase, busy = false, error, twin, onConfirm } = props;
  const t = useMessages(uiMessages);
  const [typed, setTyped] = useState('');
  const ready = phrase === undefined || typed === phrase;
  const change = (next: boolean) => {
    setTyped('');
    onOpenChange(next);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready && !busy) onConfirm();
  };
  return (
    <Dialog open onOpenChange={change}>
      <DialogContent title={title}>
        <form onSubmit={submit} className="flex flex-col gap-4 px-5 pb-5">
          <div className="text-muted text-sm">{children}</div>
          {phrase !== undefined && (
            <Field label={t.confirm.type(phrase)}>
              {(control) => (
                <Input
                  {...control}
                  value={typed}
                  onChange={(event) => setTyped(event.target.value)}
                  autoComplete="off"
                  spellCheck={false}
                />
              )}
            </Field>
          )}
          {error !== undefined && <Problem title={t.confirm.failed}>{error}</Problem>}
          <div className="flex flex-wrap items-center gap-2">
            {twin !== undefined && <TwinButton action={action} twin={twin} />}
            <Button className="ml-auto" onClick={() => change(false)}>
              {t.cancel}
            </Button>
            <Button type="submit" look="danger" disabled={!ready || busy}>
              {action}
            </Button>
          </div>
        </form>
      </DialogContent>
    </Dialog>
  );
}

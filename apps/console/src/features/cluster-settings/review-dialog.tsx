'use client';
import { type FormEvent, useState } from 'react';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { Button } from '../../ui/button.tsx';
import { callTwin } from '../../ui/call-twin.ts';
import { Dialog, DialogContent } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Problem } from '../../ui/problem.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TwinButton } from '../../ui/twin.tsx';
import type { ApiCall } from '../../ui/twin-text.ts';
import { useFailureText } from '../connection/index.ts';
import type { Change } from './diff.ts';
import { DiffList } from './diff-list.tsx';
import { settingsMessages } from './messages.ts';

interface ReviewDialogProps {
  readonly kind: 'create' | 'save';
  readonly changes: readonly Change[];
  /** The same call from a terminal, with the comment as typed. */
  readonly callOf: (comment: string) => ApiCall;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onSave: (comment: string) => void;
  readonly onClose: () => void;
}

/** What will change, and why, before it does. */
export function ReviewDialog({ kind, changes, callOf, busy, error, onSave, onClose }: ReviewDialogProps) {
  const t = useMessages(settingsMessages);
  const textOf = useFailureText();
  const [comment, setComment] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!busy) onSave(comment.trim());
  };
  const title = kind === 'create' ? t.diff.createTitle : t.diff.title;
  return (
    <Dialog open onOpenChange={onClose}>
      <DialogContent title={title} place="right">
        <form onSubmit={submit} className="flex flex-1 flex-col">
          <div className="flex flex-1 flex-col gap-5 px-5 pt-1 pb-6">
            <DiffList changes={changes} />
            <Field label={t.diff.comment} hint={t.diff.commentHint}>
              {(control) => (
                <TextArea
                  {...control}
                  maxLength={1024}
                  value={comment}
                  onChange={(event) => setComment(event.target.value)}
                />
              )}
            </Field>
            {error !== null && <Problem title={t.diff.failed}>{textOf(error)}</Problem>}
          </div>
          <footer className="sticky bottom-0 flex flex-wrap items-center gap-2 border-line border-t bg-raised px-5 py-3">
            <TwinButton
              action={kind === 'create' ? t.diff.create : t.diff.save}
              twin={callTwin(callOf(comment.trim()))}
            />
            <Button className="ml-auto" onClick={onClose}>
              {t.cancel}
            </Button>
            <Button type="submit" look="primary" disabled={busy || changes.length === 0}>
              {busy ? t.diff.saving : kind === 'create' ? t.diff.create : t.diff.save}
            </Button>
          </footer>
        </form>
      </DialogContent>
    </Dialog>
  );
}

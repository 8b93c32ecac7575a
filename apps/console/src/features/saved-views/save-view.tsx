'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Dialog, DialogContent } from '../../ui/dialog.tsx';
import { uiMessages } from '../../ui/messages.ts';
import { Problem } from '../../ui/problem.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useToast } from '../../ui/toast.tsx';
import { useFailureText, useTRPC } from '../connection/index.ts';
import { savedViewMessages } from './messages.ts';

interface SaveViewProps {
  readonly page: string;
  readonly query: string;
  /** Proposed at first. */
  readonly name: string;
  readonly onClose: () => void;
}

const maxName = 60;

/** A name for what the page shows now. */
export function SaveView({ page, query, name, onClose }: SaveViewProps) {
  const t = useMessages(savedViewMessages);
  const cancel = useMessages(uiMessages).cancel;
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const toast = useToast();
  const textOf = useFailureText();
  const [typed, setTyped] = useState(name);
  const [shared, setShared] = useState(false);
  const save = useMutation(
    trpc.savedViews.save.mutationOptions({
      onSuccess: async (view) => {
        onClose();
        toast({ title: t.saved(view.name) });
        await queryClient.invalidateQueries(trpc.savedViews.list.pathFilter());
      },
    }),
  );
  const ready = typed.trim() !== '';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) save.mutate({ page, query, name: typed.trim(), shared });
  };
  return (
    <Dialog open onOpenChange={onClose}>
      <DialogContent title={t.saveTitle}>
        <form onSubmit={submit} className="flex flex-col gap-4 px-5 pb-5">
          <p className="text-muted text-sm">{t.saveNote}</p>
          <TextField label={t.name} maxLength={maxName} value={typed} onChange={setTyped} />
          {/* biome-ignore lint/a11y/noLabelWithoutControl: the box is inside */}
          <label className="flex items-center gap-2 text-sm">
            <Checkbox checked={shared} onChange={setShared} />
            {t.share}
          </label>
          {save.isError && <Problem title={t.saveTitle}>{textOf(save.error)}</Problem>}
          <div className="flex justify-end gap-2">
            <Button onClick={onClose}>{cancel}</Button>
            <Button type="submit" look="primary" disabled={!ready || save.isPending}>
              {t.saveTitle}
            </Button>
          </div>
        </form>
      </DialogContent>
    </Dialog>
  );
}

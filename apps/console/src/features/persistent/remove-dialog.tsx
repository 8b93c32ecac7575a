'use client';
import { useMutation } from '@tanstack/react-query';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { TwinButton } from '../../ui/twin.tsx';
import { useFailureText, useTRPC } from '../connection/index.ts';
import { persistentMessages } from './messages.ts';
import { type CopyReceipt, type PersistentTask, removeCommand } from './persistent.ts';

interface RemoveDialogProps {
  readonly task: PersistentTask;
  readonly onClose: () => void;
  /** Called with what each host said. */
  readonly onRemoved: (receipts: readonly CopyReceipt[]) => void;
}

/** Asks for the beginning of the id before every copy goes. */
export function RemoveDialog({ task, onClose, onRemoved }: RemoveDialogProps) {
  const t = useMessages(persistentMessages).view;
  const format = useFormat();
  const trpc = useTRPC();
  const textOf = useFailureText();
  const remove = useMutation(trpc.persistentTasks.remove.mutationOptions({ onSuccess: onRemoved }));
  const { clusterId, kind, id } = task;
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={t.removeTitle}
      action={t.removeAction}
      phrase={id.slice(0, 8)}
      busy={remove.isPending}
      error={remove.isError ? textOf(remove.error) : undefined}
      onConfirm={() => remove.mutate({ clusterId, kind, id })}
    >
      <p>{t.removeWhy(format.bytes(task.contentLength))}</p>
      <div className="mt-2 -ml-2.5">
        <TwinButton action={t.removeAction} twin={{ dfctl: removeCommand(task) }} />
      </div>
    </ConfirmDialog>
  );
}

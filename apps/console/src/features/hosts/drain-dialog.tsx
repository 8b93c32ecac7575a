'use client';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { hostMessages } from './messages.ts';
import { useDrain } from './use-drain.ts';

interface DrainDialogProps {
  readonly ids: readonly number[];
  readonly onClose: () => void;
  readonly onDone?: () => void;
}

/** Asks before hosts drain. */
export function DrainDialog({ ids, onClose, onDone }: DrainDialogProps) {
  const t = useMessages(hostMessages);
  const format = useFormat();
  const drain = useDrain(() => {
    onClose();
    onDone?.();
  });
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={t.drainTitle(ids.length, format.number(ids.length))}
      action={t.drain}
      busy={drain.isPending}
      onConfirm={() => drain.mutate({ ids: [...ids], draining: true })}
    >
      {t.drainWhy}
    </ConfirmDialog>
  );
}

'use client';
import type { TaskId } from '@damselfly/core';
import { useMutation } from '@tanstack/react-query';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { callTwin } from '../../ui/call-twin.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { TwinButton } from '../../ui/twin.tsx';
import { useFailureText, useTRPC } from '../connection/index.ts';
import { useDone } from '../listing/index.ts';
import { type ClearPreview, copiesOf } from './copies.ts';
import { copiesMessages } from './messages.ts';

const named = 8;

interface ClearDialogProps {
  readonly id: TaskId;
  readonly preview: ClearPreview;
  /** Called with the job that deletes. */
  readonly onStarted: (job: number) => void;
  readonly onClose: () => void;
}

/** Says what will be deleted where, before it is. */
export function ClearDialog({ id, preview, onStarted, onClose }: ClearDialogProps) {
  const t = useMessages(copiesMessages);
  const format = useFormat();
  const trpc = useTRPC();
  const textOf = useFailureText();
  const done = useDone();
  const copies = copiesOf(preview);
  const args = { task_id: id };
  const clear = useMutation(
    trpc.tasks.clear.mutationOptions({
      onSuccess: (job) => {
        onStarted(job.id);
        return done({ title: t.clearStarted });
      },
    }),
  );
  const call = { type: 'delete_task', args };
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={t.clearTitle(preview.copies, format.number(preview.copies))}
      action={t.clearAction}
      busy={clear.isPending}
      error={clear.isError ? textOf(clear.error) : undefined}
      onConfirm={() => clear.mutate({ args })}
    >
      <p>{t.clearWhy(format.bytes(preview.bytes))}</p>
      <ul className="mt-3 rounded-md border border-line text-ink">
        {copies.slice(0, named).map(({ key, hostname, ip, contentLength }) => (
          <li key={key} className="flex gap-3 border-line border-b px-3 py-1.5 last:border-0">
            <span className="min-w-0 flex-1 truncate">
              {hostname} <span className="font-mono text-muted text-xs">{ip}</span>
            </span>
            <span className="text-muted tabular-nums">
              {contentLength === null ? '–' : format.bytes(contentLength)}
            </span>
          </li>
        ))}
      </ul>
      {copies.length > named && <p className="mt-1.5 text-xs">{t.more(format.number(copies.length - named))}</p>}
      <div className="mt-2 -ml-2.5">
        <TwinButton action={t.clearAction} twin={callTwin({ method: 'POST', path: '/oapi/v1/jobs', body: call })} />
      </div>
    </ConfirmDialog>
  );
}

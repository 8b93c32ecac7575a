'use client';
import { useMutation } from '@tanstack/react-query';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { callTwin } from '../../ui/call-twin.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { TwinButton } from '../../ui/twin.tsx';
import { useFailureText, useTRPC } from '../connection/index.ts';
import { useDone } from '../listing/index.ts';
import { changesBetween } from './diff.ts';
import { DiffList } from './diff-list.tsx';
import { settingsMessages } from './messages.ts';
import type { ClusterInForce, Revision } from './settings.ts';

interface RollbackDialogProps {
  readonly cluster: ClusterInForce;
  readonly revision: Revision;
  readonly onClose: () => void;
}

/** Makes an older revision the newest, after a look at what that changes. */
export function RollbackDialog({ cluster, revision: older, onClose }: RollbackDialogProps) {
  const t = useMessages(settingsMessages).history;
  const format = useFormat();
  const trpc = useTRPC();
  const textOf = useFailureText();
  const done = useDone();
  const number = format.number(older.revision);
  const { id, revision: expectedRevision, settings } = cluster;
  const rollback = useMutation(
    trpc.clusters.rollback.mutationOptions({
      onSuccess: () => {
        onClose();
        return done({ title: t.backDone(number) });
      },
    }),
  );
  const call = { revision: older.revision, expectedRevision };
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={t.backTitle(number)}
      action={t.back}
      busy={rollback.isPending}
      error={rollback.isError ? textOf(rollback.error) : undefined}
      onConfirm={() => rollback.mutate({ id, revision: older.revision, note: { expectedRevision } })}
    >
      <p>{t.backWhy}</p>
      <p className="mt-3 mb-2">{t.against}</p>
      <div className="text-ink">
        <DiffList changes={changesBetween(settings, older.value)} />
      </div>
      <div className="mt-2 -ml-2.5">
        <TwinButton
          action={t.back}
          twin={callTwin({ method: 'POST', path: `/api/v2/clusters/${id}/rollback`, body: call })}
        />
      </div>
    </ConfirmDialog>
  );
}

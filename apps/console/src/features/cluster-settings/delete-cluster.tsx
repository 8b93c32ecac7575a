'use client';
import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { callTwin } from '../../ui/call-twin.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { TwinButton } from '../../ui/twin.tsx';
import { useFailureText, useTRPC } from '../connection/index.ts';
import { useDone } from '../listing/index.ts';
import { settingsMessages } from './messages.ts';

interface DeleteClusterProps {
  readonly id: number;
  readonly name: string;
  readonly onClose: () => void;
}

/** Asks for the cluster's name before it goes. */
export function DeleteCluster({ id, name, onClose }: DeleteClusterProps) {
  const t = useMessages(settingsMessages).remove;
  const trpc = useTRPC();
  const router = useRouter();
  const textOf = useFailureText();
  const done = useDone();
  const remove = useMutation(
    trpc.clusters.remove.mutationOptions({
      onSuccess: async () => {
        router.push('/clusters');
        await done({ title: t.done(name) });
      },
    }),
  );
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={t.title(name)}
      action={t.action}
      phrase={name}
      busy={remove.isPending}
      error={remove.isError ? textOf(remove.error) : undefined}
      onConfirm={() => remove.mutate({ id })}
    >
      <p>{t.why}</p>
      <div className="mt-2 -ml-2.5">
        <TwinButton action={t.action} twin={callTwin({ method: 'DELETE', path: `/api/v2/clusters/${id}` })} />
      </div>
    </ConfirmDialog>
  );
}

'use client';
import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { callTwin } from '../../ui/call-twin.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { useToast } from '../../ui/toast.tsx';
import { useFailureText, useTRPC } from '../connection/index.ts';
import { roleMessages } from './messages.ts';
import type { Role } from './role.ts';

/** Asks before a role goes. */
export function RemoveRole({ role, onClose }: { readonly role: Role; readonly onClose: () => void }) {
  const t = useMessages(roleMessages);
  const trpc = useTRPC();
  const router = useRouter();
  const toast = useToast();
  const textOf = useFailureText();
  const remove = useMutation(
    trpc.roles.remove.mutationOptions({
      onSuccess: () => {
        toast({ title: t.removed(role.name) });
        router.push('/roles');
      },
    }),
  );
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={t.removeAsk(role.name)}
      action={t.removeAction}
      busy={remove.isPending}
      error={remove.isError ? textOf(remove.error) : undefined}
      twin={callTwin({ method: 'DELETE', path: `/api/v2/roles/${role.id}` })}
      onConfirm={() => remove.mutate({ id: role.id })}
    >
      {t.removeWhy}
    </ConfirmDialog>
  );
}

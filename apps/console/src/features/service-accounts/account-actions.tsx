'use client';
import { useMutation } from '@tanstack/react-query';
import { KeyRound, Pencil, Plus, Power, PowerOff, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { callTwin } from '../../ui/call-twin.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Link } from '../../ui/link.tsx';
import { MenuItem, MenuSeparator } from '../../ui/menu.tsx';
import { useToast } from '../../ui/toast.tsx';
import { useFailureText, useTRPC } from '../connection/index.ts';
import { listingMessages, RowMenu, useDone } from '../listing/index.ts';
import { useMay } from '../session/index.ts';
import { serviceAccountMessages } from './messages.ts';
import { fieldsOf, type ServiceAccount } from './service-account.ts';

interface AccountActionsProps {
  readonly account: ServiceAccount;
  readonly onEdit: (id: number) => void;
}

/** Its tokens, on and off, and gone. */
export function AccountActions({ account, onEdit }: AccountActionsProps) {
  const t = useMessages(serviceAccountMessages);
  const words = useMessages(listingMessages);
  const trpc = useTRPC();
  const toast = useToast();
  const done = useDone();
  const may = useMay();
  const textOf = useFailureText();
  const [removing, setRemoving] = useState(false);
  const mayEdit = may({ action: 'update', subject: 'ServiceAccount' });
  const update = useMutation(
    trpc.serviceAccounts.update.mutationOptions({
      onSuccess: ({ name, enabled }) => done({ title: enabled ? t.enabled(name) : t.disabled(name) }),
      onError: (error) => toast({ title: t.failed, detail: textOf(error), tone: 'failed' }),
    }),
  );
  return (
    <>
      <RowMenu name={account.name}>
        <MenuItem asChild>
          <Link href={`/tokens?account=${account.id}`}>
            <KeyRound aria-hidden />
            {t.showTokens}
          </Link>
        </MenuItem>
        {mayEdit && (
          <>
            <MenuItem asChild>
              <Link href={`/tokens?account=${account.id}&open=new`}>
                <Plus aria-hidden />
                {t.makeToken}
              </Link>
            </MenuItem>
            <MenuSeparator />
            <MenuItem onSelect={() => onEdit(account.id)}>
              <Pencil aria-hidden />
              {t.edit}
            </MenuItem>
            <MenuItem
              onSelect={() =>
                update.mutate({ id: account.id, account: fieldsOf(account, { enabled: !account.enabled }) })
              }
            >
              {account.enabled ? <PowerOff aria-hidden /> : <Power aria-hidden />}
              {account.enabled ? t.disable : t.enable}
            </MenuItem>
          </>
        )}
        {may({ action: 'delete', subject: 'ServiceAccount' }) && (
          <MenuItem onSelect={() => setRemoving(true)}>
            <Trash2 aria-hidden />
            {words.remove}
          </MenuItem>
        )}
      </RowMenu>
      {removing && <RemoveAccount account={account} onClose={() => setRemoving(false)} />}
    </>
  );
}

function RemoveAccount({ account, onClose }: { readonly account: ServiceAccount; readonly onClose: () => void }) {
  const t = useMessages(serviceAccountMessages);
  const trpc = useTRPC();
  const done = useDone();
  const textOf = useFailureText();
  const remove = useMutation(
    trpc.serviceAccounts.remove.mutationOptions({
      onSuccess: async () => {
        onClose();
        await done({ title: t.removed(account.name) });
      },
    }),
  );
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={t.removeAsk(account.name)}
      action={t.removeAction}
      phrase={account.name}
      busy={remove.isPending}
      error={remove.isError ? textOf(remove.error) : undefined}
      twin={callTwin({ method: 'DELETE', path: `/api/v2/service-accounts/${account.id}` })}
      onConfirm={() => remove.mutate({ id: account.id })}
    >
      {t.removeWhy}
    </ConfirmDialog>
  );
}

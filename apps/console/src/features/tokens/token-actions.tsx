'use client';
import { useMutation } from '@tanstack/react-query';
import { Ban, RefreshCw, RotateCcw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { callTwin } from '../../ui/call-twin.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { loaded } from '../../ui/loaded.tsx';
import { MenuItem, MenuSeparator } from '../../ui/menu.tsx';
import { useToast } from '../../ui/toast.tsx';
import { useFailureText, useTRPC } from '../connection/index.ts';
import { RowMenu, useDone } from '../listing/index.ts';
import { useMay } from '../session/index.ts';
import { tokenMessages } from './messages.ts';
import type { Token } from './token.ts';

const RotateToken = loaded(() => import('./rotate-token.tsx').then((part) => part.RotateToken));

/** A new secret, no more entry, or gone. */
export function TokenActions({ token }: { readonly token: Token }) {
  const t = useMessages(tokenMessages);
  const trpc = useTRPC();
  const toast = useToast();
  const done = useDone();
  const may = useMay();
  const textOf = useFailureText();
  const [asked, setAsked] = useState<'rotate' | 'remove'>();
  const close = () => setAsked(undefined);
  const change = useMutation(
    trpc.tokens.update.mutationOptions({
      onError: (error) => toast({ title: t.failed, detail: textOf(error), tone: 'failed' }),
    }),
  );
  const set = (state: Token['state'], undoable = true) =>
    change.mutate(
      { id: token.id, change: { state } },
      {
        onSuccess: () =>
          void done({
            title: state === 'revoked' ? t.revoked(token.name) : t.restored(token.name),
            ...(undoable && { undo: () => set(state === 'revoked' ? 'active' : 'revoked', false) }),
          }),
      },
    );
  if (!may({ action: 'update', subject: 'ApiToken' })) return null;
  return (
    <>
      <RowMenu name={token.name}>
        {token.state === 'active' ? (
          <>
            <MenuItem onSelect={() => setAsked('rotate')}>
              <RefreshCw aria-hidden />
              {t.rotate}
            </MenuItem>
            <MenuItem onSelect={() => set('revoked')}>
              <Ban aria-hidden />
              {t.revoke}
            </MenuItem>
          </>
        ) : (
          <MenuItem onSelect={() => set('active')}>
            <RotateCcw aria-hidden />
            {t.restore}
          </MenuItem>
        )}
        <MenuSeparator />
        <MenuItem onSelect={() => setAsked('remove')}>
          <Trash2 aria-hidden />
          {t.remove}
        </MenuItem>
      </RowMenu>
      {asked === 'rotate' && <RotateToken token={token} onClose={close} />}
      {asked === 'remove' && <RemoveToken token={token} onClose={close} />}
    </>
  );
}

function RemoveToken({ token, onClose }: { readonly token: Token; readonly onClose: () => void }) {
  const t = useMessages(tokenMessages);
  const trpc = useTRPC();
  const done = useDone();
  const textOf = useFailureText();
  const remove = useMutation(
    trpc.tokens.remove.mutationOptions({
      onSuccess: async () => {
        onClose();
        await done({ title: t.removed(token.name) });
      },
    }),
  );
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={t.removeAsk(token.name)}
      action={t.removeAction}
      busy={remove.isPending}
      error={remove.isError ? textOf(remove.error) : undefined}
      twin={callTwin({ method: 'DELETE', path: `/api/v1/personal-access-tokens/${token.id}` })}
      onConfirm={() => remove.mutate({ id: token.id })}
    >
      {t.removeWhy}
    </ConfirmDialog>
  );
}

'use client';
import { useMutation } from '@tanstack/react-query';
import { Pencil, Power, PowerOff, Send, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { callTwin } from '../../ui/call-twin.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { MenuItem, MenuSeparator } from '../../ui/menu.tsx';
import { useToast } from '../../ui/toast.tsx';
import { useFailureText, useTRPC } from '../connection/index.ts';
import { listingMessages, RowMenu, useDone } from '../listing/index.ts';
import { useMay } from '../session/index.ts';
import { webhookMessages } from './messages.ts';
import type { Webhook } from './webhook.ts';

interface WebhookActionsProps {
  readonly webhook: Webhook;
  readonly onEdit: (webhook: Webhook) => void;
  readonly onDeliveries: (webhook: Webhook) => void;
}

/** What was sent, on and off, and gone. */
export function WebhookActions({ webhook, onEdit, onDeliveries }: WebhookActionsProps) {
  const t = useMessages(webhookMessages);
  const words = useMessages(listingMessages);
  const trpc = useTRPC();
  const toast = useToast();
  const done = useDone();
  const may = useMay();
  const textOf = useFailureText();
  const [removing, setRemoving] = useState(false);
  const update = useMutation(
    trpc.webhooks.update.mutationOptions({
      onSuccess: ({ name, enabled }) => done({ title: enabled ? t.enabled(name) : t.disabled(name) }),
      onError: (error) => toast({ title: t.failed, detail: textOf(error), tone: 'failed' }),
    }),
  );
  return (
    <>
      <RowMenu name={webhook.name}>
        <MenuItem onSelect={() => onDeliveries(webhook)}>
          <Send aria-hidden />
          {t.deliveries.open}
        </MenuItem>
        {may({ action: 'update', subject: 'Webhook' }) && (
          <>
            <MenuSeparator />
            <MenuItem onSelect={() => onEdit(webhook)}>
              <Pencil aria-hidden />
              {t.edit}
            </MenuItem>
            <MenuItem onSelect={() => update.mutate({ id: webhook.id, change: { enabled: !webhook.enabled } })}>
              {webhook.enabled ? <PowerOff aria-hidden /> : <Power aria-hidden />}
              {webhook.enabled ? t.disable : t.enable}
            </MenuItem>
          </>
        )}
        {may({ action: 'delete', subject: 'Webhook' }) && (
          <MenuItem onSelect={() => setRemoving(true)}>
            <Trash2 aria-hidden />
            {words.remove}
          </MenuItem>
        )}
      </RowMenu>
      {removing && <RemoveWebhook webhook={webhook} onClose={() => setRemoving(false)} />}
    </>
  );
}

function RemoveWebhook({ webhook, onClose }: { readonly webhook: Webhook; readonly onClose: () => void }) {
  const t = useMessages(webhookMessages);
  const trpc = useTRPC();
  const done = useDone();
  const textOf = useFailureText();
  const remove = useMutation(
    trpc.webhooks.remove.mutationOptions({
      onSuccess: async () => {
        onClose();
        await done({ title: t.removed(webhook.name) });
      },
    }),
  );
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={t.removeAsk(webhook.name)}
      action={t.removeAction}
      busy={remove.isPending}
      error={remove.isError ? textOf(remove.error) : undefined}
      twin={callTwin({ method: 'DELETE', path: `/api/v2/webhooks/${webhook.id}` })}
      onConfirm={() => remove.mutate({ id: webhook.id })}
    >
      {t.removeWhy}
    </ConfirmDialog>
  );
}

'use client';
import { useMutation } from '@tanstack/react-query';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { callTwin } from '../../ui/call-twin.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { TwinButton } from '../../ui/twin.tsx';
import { useFailureText, useTRPC } from '../connection/index.ts';
import { useDone } from '../listing/index.ts';
import { automationMessages } from './messages.ts';
import type { Schedule, Trigger } from './schedule.ts';

/** Asks before a schedule goes. */
export function RemoveSchedule({ schedule, onClose }: { readonly schedule: Schedule; readonly onClose: () => void }) {
  const t = useMessages(automationMessages).schedules;
  const trpc = useTRPC();
  const done = useDone();
  const remove = useMutation(
    trpc.schedules.remove.mutationOptions({
      onSuccess: () => {
        onClose();
        return done({ title: t.removed(schedule.name) });
      },
    }),
  );
  return (
    <Remove
      title={t.remove(schedule.name)}
      action={t.removeAction}
      why={t.removeWhy}
      path={`/api/v2/schedules/${schedule.id}`}
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate({ id: schedule.id })}
      onClose={onClose}
    />
  );
}

/** Asks before a trigger goes. */
export function RemoveTrigger({ trigger, onClose }: { readonly trigger: Trigger; readonly onClose: () => void }) {
  const t = useMessages(automationMessages).triggers;
  const trpc = useTRPC();
  const done = useDone();
  const remove = useMutation(
    trpc.triggers.remove.mutationOptions({
      onSuccess: () => {
        onClose();
        return done({ title: t.removed(trigger.name) });
      },
    }),
  );
  return (
    <Remove
      title={t.remove(trigger.name)}
      action={t.removeAction}
      why={t.removeWhy}
      path={`/api/v2/triggers/${trigger.id}`}
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate({ id: trigger.id })}
      onClose={onClose}
    />
  );
}

interface RemoveProps {
  readonly title: string;
  readonly action: string;
  readonly why: string;
  /** Of the row in the API. */
  readonly path: string;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

function Remove({ title, action, why, path, busy, error, onConfirm, onClose }: RemoveProps) {
  const textOf = useFailureText();
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={title}
      action={action}
      busy={busy}
      error={error === null ? undefined : textOf(error)}
      onConfirm={onConfirm}
    >
      <p>{why}</p>
      <div className="mt-2 -ml-2.5">
        <TwinButton action={action} twin={callTwin({ method: 'DELETE', path })} />
      </div>
    </ConfirmDialog>
  );
}

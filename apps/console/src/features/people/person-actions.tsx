'use client';
import { useMutation } from '@tanstack/react-query';
import { KeyRound, Pencil, Trash2, UserCheck, UserX } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { Button } from '../../ui/button.tsx';
import { callTwin } from '../../ui/call-twin.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Dialog, DialogContent } from '../../ui/dialog.tsx';
import { loaded } from '../../ui/loaded.tsx';
import { MenuItem, MenuSeparator } from '../../ui/menu.tsx';
import { SecretOnce } from '../../ui/secret-once.tsx';
import { useToast } from '../../ui/toast.tsx';
import { useFailureText, useTRPC } from '../connection/index.ts';
import { RowMenu, useDone, useDrawer } from '../listing/index.ts';
import { useMay } from '../session/index.ts';
import { peopleMessages } from './messages.ts';
import { callName, type Person } from './person.ts';

const EditPerson = loaded(() => import('./edit-person.tsx').then((part) => part.EditPerson));

interface PersonActionsProps {
  readonly person: Person;
  /** It is the viewer. */
  readonly mine: boolean;
}

/** What an administrator can do with a user; nobody locks themselves out here. */
export function PersonActions({ person, mine }: PersonActionsProps) {
  const t = useMessages(peopleMessages);
  const trpc = useTRPC();
  const toast = useToast();
  const done = useDone();
  const may = useMay();
  const textOf = useFailureText();
  const drawer = useDrawer();
  const [asked, setAsked] = useState<'disable' | 'reset' | 'remove'>();
  const name = callName(person);
  const enable = useMutation(
    trpc.people.update.mutationOptions({
      onSuccess: () => done({ title: t.enabled(name) }),
      onError: (error) => toast({ title: t.states.disabled, detail: textOf(error), tone: 'failed' }),
    }),
  );
  const close = () => setAsked(undefined);
  return (
    <>
      <Button onClick={() => drawer.open('edit')}>
        <Pencil aria-hidden />
        {t.edit}
      </Button>
      {!mine && (
        <RowMenu name={name}>
          <MenuItem onSelect={() => setAsked('reset')}>
            <KeyRound aria-hidden />
            {t.reset}
          </MenuItem>
          {person.state === 'enabled' ? (
            <MenuItem onSelect={() => setAsked('disable')}>
              <UserX aria-hidden />
              {t.disable}
            </MenuItem>
          ) : (
            <MenuItem onSelect={() => enable.mutate({ id: person.id, change: { state: 'enabled' } })}>
              <UserCheck aria-hidden />
              {t.enable}
            </MenuItem>
          )}
          {may({ action: 'delete', subject: 'User' }) && (
            <>
              <MenuSeparator />
              <MenuItem onSelect={() => setAsked('remove')}>
                <Trash2 aria-hidden />
                {t.remove}
              </MenuItem>
            </>
          )}
        </RowMenu>
      )}
      {drawer.held === 'edit' && <EditPerson person={person} onClose={drawer.close} />}
      {asked === 'disable' && <DisablePerson person={person} onClose={close} />}
      {asked === 'reset' && <ResetPassword person={person} onClose={close} />}
      {asked === 'remove' && <RemovePerson person={person} onClose={close} />}
    </>
  );
}

interface AskProps {
  readonly person: Person;
  readonly onClose: () => void;
}

function DisablePerson({ person, onClose }: AskProps) {
  const t = useMessages(peopleMessages);
  const trpc = useTRPC();
  const done = useDone();
  const textOf = useFailureText();
  const name = callName(person);
  const disable = useMutation(
    trpc.people.update.mutationOptions({
      onSuccess: async () => {
        onClose();
        await done({ title: t.disabled(name) });
      },
    }),
  );
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={t.disableAsk(name)}
      action={t.disable}
      busy={disable.isPending}
      error={disable.isError ? textOf(disable.error) : undefined}
      twin={callTwin({ method: 'PATCH', path: `/api/v2/users/${person.id}`, body: { state: 'disabled' } })}
      onConfirm={() => disable.mutate({ id: person.id, change: { state: 'disabled' } })}
    >
      {t.disableWhy}
    </ConfirmDialog>
  );
}

function ResetPassword({ person, onClose }: AskProps) {
  const t = useMessages(peopleMessages);
  const trpc = useTRPC();
  const done = useDone();
  const textOf = useFailureText();
  const reset = useMutation(
    trpc.people.resetPassword.mutationOptions({ onSuccess: () => done({ title: t.resetDone }) }),
  );
  const password = reset.data?.oneTimePassword;
  if (password === undefined) {
    return (
      <ConfirmDialog
        open
        onOpenChange={onClose}
        title={t.resetAsk(callName(person))}
        action={t.reset}
        busy={reset.isPending}
        error={reset.isError ? textOf(reset.error) : undefined}
        twin={callTwin({ method: 'POST', path: `/api/v2/users/${person.id}/reset-password` })}
        onConfirm={() => reset.mutate({ id: person.id })}
      >
        {t.resetWhy}
      </ConfirmDialog>
    );
  }
  return (
    <Dialog open onOpenChange={onClose}>
      <DialogContent title={t.resetDone}>
        <div className="flex flex-col gap-4 px-5 pb-5">
          <p className="text-muted text-sm">{t.made.hand}</p>
          <SecretOnce label={t.made.password} secret={password} />
          <Button look="primary" className="self-end" onClick={onClose}>
            {t.made.done}
          </Button>
        </div>
      </DialogContent>
    </Dialog>
  );
}

function RemovePerson({ person, onClose }: AskProps) {
  const t = useMessages(peopleMessages);
  const trpc = useTRPC();
  const router = useRouter();
  const toast = useToast();
  const textOf = useFailureText();
  const name = callName(person);
  const remove = useMutation(
    trpc.people.remove.mutationOptions({
      onSuccess: () => {
        toast({ title: t.removed(name) });
        router.push('/users');
      },
    }),
  );
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={t.removeAsk(name)}
      action={t.removeAction}
      phrase={person.name}
      busy={remove.isPending}
      error={remove.isError ? textOf(remove.error) : undefined}
      twin={callTwin({ method: 'DELETE', path: `/api/v2/users/${person.id}` })}
      onConfirm={() => remove.mutate({ id: person.id })}
    >
      {t.removeWhy}
    </ConfirmDialog>
  );
}

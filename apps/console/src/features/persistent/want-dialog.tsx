'use client';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { issueMessages } from '../../ui/issue-messages.ts';
import { TextField } from '../../ui/text-field.tsx';
import { useTRPC } from '../connection/index.ts';
import { FormDrawer, useDone } from '../listing/index.ts';
import { persistentMessages } from './messages.ts';
import type { PersistentTask } from './persistent.ts';

const most = 1000;

/** How many hosts are to keep a task. */
export function WantDialog({ task, onClose }: { readonly task: PersistentTask; readonly onClose: () => void }) {
  const t = useMessages(persistentMessages).view;
  const issue = useMessages(issueMessages);
  const format = useFormat();
  const trpc = useTRPC();
  const done = useDone();
  const [text, setText] = useState(String(task.wantedReplicas));
  const wanted = /^\d{1,4}$/.test(text.trim()) ? Number(text) : Number.NaN;
  const wrong = Number.isNaN(wanted)
    ? issue.whole
    : wanted < 1
      ? issue.atLeast('1')
      : wanted > most
        ? issue.atMost(format.number(most))
        : undefined;
  const update = useMutation(
    trpc.persistentTasks.update.mutationOptions({
      onSuccess: ({ wantedReplicas }) => {
        onClose();
        return done({ title: t.changed(wantedReplicas, format.number(wantedReplicas)) });
      },
    }),
  );
  const { clusterId, kind, id } = task;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (wrong === undefined) update.mutate({ clusterId, kind, id, wantedReplicas: wanted });
  };
  return (
    <FormDrawer
      title={t.changeTitle}
      kind="save"
      onClose={onClose}
      onSubmit={submit}
      busy={update.isPending}
      error={update.error}
    >
      <TextField
        label={t.wanted}
        hint={t.changeHint}
        error={wrong}
        inputMode="numeric"
        value={text}
        onChange={setText}
      />
    </FormDrawer>
  );
}

'use client';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { ChipsInput } from '../../ui/chips-input.tsx';
import { Field } from '../../ui/field.tsx';
import { useTRPC } from '../connection/index.ts';
import { FormDrawer, useDone } from '../listing/index.ts';
import { type Host, labelTexts, readLabels } from './host.ts';
import { hostMessages } from './messages.ts';

/** What operators write on a host. */
export function LabelsDrawer({ host, onClose }: { readonly host: Host; readonly onClose: () => void }) {
  const t = useMessages(hostMessages).view;
  const trpc = useTRPC();
  const done = useDone();
  const [texts, setTexts] = useState(labelTexts(host.labels));
  const read = readLabels(texts);
  const change = useMutation(
    trpc.hosts.change.mutationOptions({
      onSuccess: () => {
        onClose();
        return done({ title: t.labelsSaved });
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if ('labels' in read) change.mutate({ id: host.id, labels: read.labels });
  };
  return (
    <FormDrawer
      title={t.editLabels}
      note={host.hostname}
      kind="save"
      onClose={onClose}
      onSubmit={submit}
      busy={change.isPending}
      error={change.error}
    >
      <Field label={t.labels} hint={t.labelsHint} error={'bad' in read ? t.badLabel(read.bad) : undefined}>
        {(control) => <ChipsInput {...control} value={texts} onChange={setTexts} placeholder="rack=a-12" />}
      </Field>
    </FormDrawer>
  );
}

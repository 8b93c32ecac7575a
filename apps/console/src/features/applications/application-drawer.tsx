'use client';
import { useMutation } from '@tanstack/react-query';
import { z } from 'zod';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { callTwin } from '../../ui/call-twin.ts';
import { Field } from '../../ui/field.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useForm } from '../../ui/use-form.ts';
import { useTRPC } from '../connection/index.ts';
import { FormDrawer, useDone } from '../listing/index.ts';
import { type Application, settingsOf } from './application.ts';
import { applicationMessages } from './messages.ts';
import { PrioritySelect } from './priority-select.tsx';
import { UrlRules } from './url-rules.tsx';

const priority = z.number().int().min(0).max(20);
const schema = z.object({
  name: z.string().trim().min(1).max(256),
  url: z.string().trim().max(1024),
  bio: z.string().max(1024),
  priority: z.object({
    value: priority,
    urls: z.array(z.object({ regex: z.string().min(1).max(1024), value: priority })),
  }),
});

const empty: ReturnType<typeof settingsOf> = { name: '', url: '', bio: '', priority: { value: 0, urls: [] } };

interface ApplicationDrawerProps {
  /** The one that is changed; absent for a new one. */
  readonly application?: Application | undefined;
  readonly onClose: () => void;
}

/** An application's name and priorities. */
export function ApplicationDrawer({ application, onClose }: ApplicationDrawerProps) {
  const t = useMessages(applicationMessages);
  const trpc = useTRPC();
  const done = useDone();
  const end = (title: string) => {
    onClose();
    return done({ title });
  };
  const create = useMutation(
    trpc.applications.create.mutationOptions({ onSuccess: ({ name }) => end(t.created(name)) }),
  );
  const update = useMutation(trpc.applications.update.mutationOptions({ onSuccess: ({ name }) => end(t.saved(name)) }));
  const form = useForm({
    initial: application === undefined ? empty : settingsOf(application),
    schema,
    onSubmit: (settings) =>
      application === undefined ? create.mutate(settings) : update.mutate({ id: application.id, settings }),
  });
  const { values, set, problem } = form;
  const checked = schema.safeParse(values);
  const call =
    application === undefined
      ? ({ method: 'POST', path: '/api/v2/applications' } as const)
      : ({ method: 'PUT', path: `/api/v2/applications/${application.id}` } as const);
  return (
    <FormDrawer
      title={application === undefined ? t.create : t.edit(application.name)}
      note={application === undefined ? t.noneWhy : undefined}
      kind={application === undefined ? 'create' : 'save'}
      onClose={onClose}
      onSubmit={form.submit}
      busy={create.isPending || update.isPending}
      error={create.error ?? update.error}
      twin={checked.success ? callTwin({ ...call, body: checked.data }) : undefined}
    >
      <TextField
        label={t.form.name}
        hint={t.form.nameHint}
        error={problem('name')}
        value={values.name}
        onChange={(name) => set('name', name)}
      />
      <Field label={t.form.priority} hint={t.form.priorityHint} error={problem('priority.value')}>
        {(control) => (
          <PrioritySelect
            {...control}
            value={values.priority.value}
            onChange={(value) => set('priority', { ...values.priority, value })}
          />
        )}
      </Field>
      <UrlRules
        rules={values.priority.urls}
        error={problem('priority.urls.regex')}
        onChange={(urls) => set('priority', { ...values.priority, urls: [...urls] })}
      />
      <TextField
        label={t.form.url}
        hint={t.form.urlHint}
        error={problem('url')}
        value={values.url}
        onChange={(url) => set('url', url)}
      />
      <Field label={t.form.bio} error={problem('bio')}>
        {(control) => <TextArea {...control} value={values.bio} onChange={(event) => set('bio', event.target.value)} />}
      </Field>
    </FormDrawer>
  );
}

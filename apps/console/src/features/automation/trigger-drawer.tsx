'use client';
import { useMutation } from '@tanstack/react-query';
import { z } from 'zod';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { callTwin } from '../../ui/call-twin.ts';
import { ChipsInput } from '../../ui/chips-input.tsx';
import { Field } from '../../ui/field.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useForm } from '../../ui/use-form.ts';
import { useTRPC } from '../connection/index.ts';
import { FormDrawer, useDone } from '../listing/index.ts';
import {
  emptyPreheat,
  ImageFields,
  type PreheatValues,
  preheatRequest,
  TargetFields,
  withoutSecrets,
} from '../preheat/index.ts';
import { automationMessages } from './messages.ts';
import { type TriggerKind, triggerKinds } from './trigger.ts';

interface TriggerValues extends PreheatValues {
  readonly name: string;
  readonly trigger: TriggerKind;
  readonly repositories: readonly string[];
  readonly tags: readonly string[];
}

const globs = z.array(z.string().max(256)).max(100);
const schema = z.intersection(
  z.object({
    name: z.string().trim().min(1).max(128),
    trigger: z.enum(['harbor', 'oci', 'kraken']),
    repositories: globs,
    tags: globs,
  }),
  preheatRequest,
);
type Checked = z.output<typeof schema>;

// The image comes with the push: this one stands for it while the form is looked at.
const anyImage = 'any';
const initial: TriggerValues = {
  ...{ ...emptyPreheat, image: anyImage, name: '', trigger: 'harbor', repositories: [], tags: [] },
};

/** A new trigger: whom it listens to, and what it does then. */
export function TriggerDrawer({ onClose }: { readonly onClose: () => void }) {
  const t = useMessages(automationMessages).triggers;
  const trpc = useTRPC();
  const done = useDone();
  const create = useMutation(
    trpc.triggers.create.mutationOptions({
      onSuccess: ({ name }) => {
        onClose();
        return done({ title: t.created(name) });
      },
    }),
  );
  const form = useForm({ initial, schema, onSubmit: (checked: Checked) => create.mutate(settingsOf(checked)) });
  const { values, set, problem } = form;
  const checked = schema.safeParse(values);
  return (
    <FormDrawer
      title={t.create}
      kind="create"
      onClose={onClose}
      onSubmit={form.submit}
      busy={create.isPending}
      error={create.error}
      twin={checked.success ? twinOf(checked.data) : undefined}
    >
      <TextField
        label={t.form.name}
        error={problem('name')}
        maxLength={128}
        value={values.name}
        onChange={(name) => set('name', name)}
      />
      <div>
        <p className="mb-1.5 font-medium text-sm">{t.form.kind}</p>
        <Segmented
          label={t.form.kind}
          value={values.trigger}
          segments={triggerKinds.map((value) => ({ value, label: t.kinds[value] }))}
          onChange={(kind) => set('trigger', kind)}
        />
      </div>
      <Field label={t.form.repositories} hint={t.form.globs} error={problem('repositories')}>
        {(control) => (
          <ChipsInput
            {...control}
            value={values.repositories}
            onChange={(repositories) => set('repositories', repositories)}
            placeholder="library/**"
          />
        )}
      </Field>
      <Field label={t.form.tags} error={problem('tags')}>
        {(control) => (
          <ChipsInput {...control} value={values.tags} onChange={(tags) => set('tags', tags)} placeholder="v*" />
        )}
      </Field>
      <fieldset className="grid gap-4 border-line border-t pt-4 sm:grid-cols-2">
        <legend className="sr-only">{t.form.image}</legend>
        <ImageFields form={form} kept />
      </fieldset>
      <fieldset className="grid gap-4 border-line border-t pt-4 sm:grid-cols-2">
        <legend className="sr-only">{t.form.where}</legend>
        <TargetFields form={form} />
      </fieldset>
    </FormDrawer>
  );
}

function settingsOf({ name, trigger: kind, repositories, tags, args: { url: _, ...args }, clusterIds = [] }: Checked) {
  return { name, kind, filters: { repositories, tags }, args, clusterIds };
}

function twinOf(checked: Checked) {
  const settings = settingsOf(checked);
  const body = { ...settings, args: withoutSecrets(settings.args) };
  return callTwin({ method: 'POST', path: '/api/v2/triggers', body });
}

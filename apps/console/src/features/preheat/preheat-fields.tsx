'use client';
import { useQuery } from '@tanstack/react-query';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { Combobox } from '../../ui/combobox.tsx';
import { Field } from '../../ui/field.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Select } from '../../ui/select.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { Form } from '../../ui/use-form.ts';
import { useTRPC } from '../connection/index.ts';
import { preheatMessages } from './messages.ts';
import { type PreheatValues, scopes } from './preheat-form.ts';

/** A form that holds what a preheat needs, perhaps among other things. */
export type PreheatFields = Pick<Form<PreheatValues>, 'values' | 'set' | 'problem'>;

/** An image, or files. */
export function KindChoice({ form: { values, set } }: { readonly form: PreheatFields }) {
  const t = useMessages(preheatMessages).form;
  return (
    <Segmented
      label={t.kind}
      value={values.kind}
      segments={[
        { value: 'image', label: t.image },
        { value: 'file', label: t.file },
      ]}
      onChange={(kind) => set('kind', kind)}
    />
  );
}

interface ContentProps {
  readonly form: PreheatFields;
  /** The login is kept for later runs. */
  readonly kept?: boolean;
}

/** What is fetched: an image with its login, or files by their URLs. */
export function ContentFields({ form, kept = false }: ContentProps) {
  const t = useMessages(preheatMessages).form;
  const { values, set, problem } = form;
  if (values.kind === 'file')
    return (
      <div className="sm:col-span-2">
        <Field label={t.files} hint={t.filesHint} error={problem('files')}>
          {(control) => (
            <TextArea
              {...control}
              value={values.files}
              onChange={(event) => set('files', event.target.value)}
              className="font-mono text-sm"
              spellCheck={false}
            />
          )}
        </Field>
      </div>
    );
  return (
    <>
      <Text form={form} field="image" label={t.image} hint={t.imageHint} wide />
      <ImageFields form={form} kept={kept} />
    </>
  );
}

/** Which of an image, and who fetches it. */
export function ImageFields({ form, kept = false }: ContentProps) {
  const t = useMessages(preheatMessages).form;
  return (
    <>
      <Text form={form} field="platform" label={t.platform} hint={t.platformHint} wide />
      <Text form={form} field="username" label={t.username} />
      <Text form={form} field="password" label={t.password} hint={kept ? t.passwordKept : t.passwordHint} secret />
    </>
  );
}

/** Onto which hosts of which clusters. */
export function TargetFields({ form }: { readonly form: PreheatFields }) {
  const t = useMessages(preheatMessages).form;
  const trpc = useTRPC();
  const { values, set } = form;
  const clusters = useQuery(trpc.clusters.list.queryOptions());
  return (
    <>
      <div className="sm:col-span-2">
        <Field label={t.clusters}>
          {(control) => (
            <Combobox
              {...control}
              label={t.clusters}
              multiple
              placeholder={t.allClusters}
              choices={(clusters.data ?? []).map(({ id, name }) => ({ value: String(id), label: name }))}
              value={values.clusterIds}
              onChange={(clusterIds) => set('clusterIds', clusterIds)}
            />
          )}
        </Field>
      </div>
      <Field label={t.scope}>
        {(control) => (
          <Select
            {...control}
            className="w-full"
            value={values.scope}
            options={scopes.map((value) => ({ value, label: t.scopes[value] }))}
            onChange={(scope) => set('scope', scope)}
          />
        )}
      </Field>
      {values.scope !== 'single_seed_peer' && (
        <Text form={form} field="count" label={t.narrow} hint={t.narrowHint} numeric />
      )}
    </>
  );
}

interface TextProps {
  readonly form: PreheatFields;
  readonly field: 'image' | 'platform' | 'bio' | 'username' | 'password' | 'count';
  readonly label: string;
  readonly hint?: string;
  readonly wide?: boolean;
  readonly secret?: boolean;
  readonly numeric?: boolean;
}

/** One line of the form. */
export function Text({ form, field, label, hint, wide = false, secret = false, numeric = false }: TextProps) {
  return (
    <div className={wide ? 'sm:col-span-2' : ''}>
      <TextField
        label={label}
        hint={hint}
        error={form.problem(field)}
        type={secret ? 'password' : 'text'}
        autoComplete={secret ? 'new-password' : 'off'}
        {...(numeric && { inputMode: 'numeric' as const })}
        value={form.values[field]}
        onChange={(text) => form.set(field, text)}
      />
    </div>
  );
}

'use client';
import type { FormEvent, ReactNode } from 'react';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Field } from '../../ui/field.tsx';
import { Link } from '../../ui/link.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useForm } from '../../ui/use-form.ts';
import { BlockFields } from './block-fields.tsx';
import { clusterSchema } from './cluster-schema.ts';
import { FormSection } from './form-section.tsx';
import { LimitFields } from './limit-fields.tsx';
import { settingsMessages } from './messages.ts';
import { ScopeFields } from './scope-fields.tsx';
import type { ClusterSettings } from './settings.ts';

interface ClusterFormProps {
  readonly initial: ClusterSettings;
  /** Absent for a new one. */
  readonly clusterId?: number;
  /** Where one goes without saving. */
  readonly backHref: string;
  readonly reviewLabel: string;
  /** Called with settings that look right. */
  readonly onReview: (settings: ClusterSettings) => void;
  /** More fields of the first part. */
  readonly children?: ReactNode;
}

/** Everything that can be set of a cluster. */
export function ClusterForm(props: ClusterFormProps) {
  const { initial, clusterId, backHref, reviewLabel, onReview, children } = props;
  const t = useMessages(settingsMessages);
  const form = useForm<ClusterSettings, ClusterSettings>({ initial, schema: clusterSchema, onSubmit: onReview });
  const { values, set, problem, dirty } = form;
  const submit = (event: FormEvent) => form.submit(event);
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-5">
      <FormSection title={t.sections.about} note={t.sections.aboutNote}>
        <TextField
          label={t.fields.name}
          error={problem('name')}
          value={values.name}
          onChange={(name) => set('name', name)}
        />
        {children}
        <div className="sm:col-span-2">
          <Field label={t.fields.bio} error={problem('bio')}>
            {(control) => (
              <TextArea {...control} value={values.bio} onChange={(event) => set('bio', event.target.value)} />
            )}
          </Field>
        </div>
        {/* biome-ignore lint/a11y/noLabelWithoutControl: the box is inside */}
        <label className="flex gap-2.5 text-sm sm:col-span-2">
          <span className="mt-0.5">
            <Checkbox checked={values.isDefault} onChange={(isDefault) => set('isDefault', isDefault)} />
          </span>
          <span>
            <span className="font-medium">{t.fields.isDefault}</span>
            <span className="block text-muted text-xs">{t.hints.isDefault}</span>
          </span>
        </label>
      </FormSection>
      <FormSection title={t.sections.scopes} note={t.sections.scopesNote}>
        <ScopeFields form={form} />
      </FormSection>
      <FormSection title={t.sections.limits} note={t.sections.limitsNote}>
        <LimitFields form={form} />
      </FormSection>
      <FormSection title={t.sections.blocks} note={t.sections.blocksNote}>
        <BlockFields form={form} clusterId={clusterId} />
      </FormSection>
      <footer className="sticky bottom-0 z-10 -mx-4 flex flex-wrap items-center justify-end gap-2 border-line border-t bg-page px-4 py-3 sm:-mx-6 sm:px-6 lg:-mx-8 lg:px-8">
        <p role="status" className="mr-auto text-muted text-sm">
          {dirty ? t.leave : ''}
        </p>
        <Button asChild>
          <Link href={backHref}>{t.cancel}</Link>
        </Button>
        <Button type="submit" look="primary" disabled={!dirty} title={dirty ? undefined : t.unchanged}>
          {reviewLabel}
        </Button>
      </footer>
    </form>
  );
}

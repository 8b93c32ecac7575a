'use client';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { ChipsInput } from '../../ui/chips-input.tsx';
import { Field } from '../../ui/field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { Form } from '../../ui/use-form.ts';
import { settingsMessages } from './messages.ts';
import type { ClusterSettings } from './settings.ts';

/** Which peers a cluster is meant for. */
export function ScopeFields({ form }: { readonly form: Form<ClusterSettings> }) {
  const { fields, hints } = useMessages(settingsMessages);
  const { scopes } = form.values;
  const set = (change: Partial<ClusterSettings['scopes']>) => form.set('scopes', { ...scopes, ...change });
  return (
    <>
      <Field label={fields['scopes.cidrs']} hint={hints.cidrs} error={form.problem('scopes.cidrs')}>
        {(control) => (
          <ChipsInput
            {...control}
            value={scopes.cidrs}
            onChange={(cidrs) => set({ cidrs: [...cidrs] })}
            placeholder="10.0.0.0/8"
            max={200}
          />
        )}
      </Field>
      <Field label={fields['scopes.hostnames']} hint={hints.hostnames} error={form.problem('scopes.hostnames')}>
        {(control) => (
          <ChipsInput
            {...control}
            value={scopes.hostnames}
            onChange={(hostnames) => set({ hostnames: [...hostnames] })}
            placeholder="^edge-"
            max={200}
          />
        )}
      </Field>
      <Field label={fields['scopes.idc']} hint={hints.idc} error={form.problem('scopes.idc')}>
        {(control) => (
          <ChipsInput
            {...control}
            value={scopes.idc.split('|').filter(Boolean)}
            onChange={(idcs) => set({ idc: idcs.join('|') })}
            placeholder="hz-1"
          />
        )}
      </Field>
      <TextField
        label={fields['scopes.location']}
        hint={hints.location}
        error={form.problem('scopes.location')}
        value={scopes.location}
        onChange={(location) => set({ location })}
      />
    </>
  );
}

'use client';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { Form } from '../../ui/use-form.ts';
import { settingsMessages } from './messages.ts';
import { type ClusterSettings, limitNames, limits } from './settings.ts';

/** How much the members of a cluster do at once. */
export function LimitFields({ form }: { readonly form: Form<ClusterSettings> }) {
  const { fields, hints } = useMessages(settingsMessages);
  const format = useFormat();
  return limitNames.map((name) => {
    const [least, most] = limits[name];
    const value = form.values[name];
    return (
      <TextField
        key={name}
        label={fields[name]}
        hint={hints.between(format.number(least), format.number(most))}
        error={form.problem(name)}
        inputMode="numeric"
        value={Number.isNaN(value) ? '' : String(value)}
        onChange={(text) => form.set(name, /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN)}
      />
    );
  });
}

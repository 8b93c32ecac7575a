'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { Combobox } from '../../ui/combobox.tsx';
import { DateTime } from '../../ui/date-time.tsx';
import { Field } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useFailureText, useTRPC } from '../connection/index.ts';
import { automationMessages } from './messages.ts';
import { presetOf, presets, timeZones } from './schedule.ts';

interface RhythmFieldsProps {
  readonly cron: string;
  readonly timeZone: string;
  readonly error: string | undefined;
  readonly onChange: (change: { readonly cron?: string; readonly timeZone?: string }) => void;
}

const own = 'own';
/** The next times come from the console, which will keep them: asked once the line has its five fields. */
const complete = /^\s*\S+(?:\s+\S+){4}\s*$/;

/** When something happens again and again, with the next times it means. */
export function RhythmFields({ cron, timeZone, error, onChange }: RhythmFieldsProps) {
  const t = useMessages(automationMessages).schedules;
  const trpc = useTRPC();
  const textOf = useFailureText();
  const zones = useMemo(
    () => timeZones(Intl.DateTimeFormat().resolvedOptions().timeZone).map((zone) => ({ value: zone, label: zone })),
    [],
  );
  const preview = useQuery(
    trpc.schedules.preview.queryOptions(
      { cron: cron.trim(), timeZone },
      { enabled: complete.test(cron), retry: false, placeholderData: keepPreviousData },
    ),
  );
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label={t.form.rhythm}>
        {(control) => (
          <Select
            {...control}
            className="w-full"
            value={presetOf(cron) ?? own}
            options={[
              ...presets.map((value) => ({ value, label: t.presets[value] })),
              { value: own, label: t.form.own },
            ]}
            onChange={(chosen) => {
              if (chosen !== own) onChange({ cron: chosen });
            }}
          />
        )}
      </Field>
      <TextField
        label={t.form.cron}
        hint={t.form.cronHint}
        error={error ?? (preview.isError && complete.test(cron) ? textOf(preview.error) : undefined)}
        className="font-mono"
        maxLength={128}
        value={cron}
        onChange={(text) => onChange({ cron: text })}
      />
      <div className="sm:col-span-2">
        <Field label={t.form.zone}>
          {(control) => (
            <Combobox
              {...control}
              label={t.form.zone}
              choices={zones}
              value={[timeZone]}
              onChange={([zone]) => zone !== undefined && onChange({ timeZone: zone })}
            />
          )}
        </Field>
      </div>
      {preview.data !== undefined && !preview.isError && complete.test(cron) && (
        <section aria-live="polite" className="rounded-md border border-line bg-band/60 px-3 py-2.5 sm:col-span-2">
          <h3 className="text-muted text-xs">{t.form.next}</h3>
          <ol className="mt-1 text-sm tabular-nums">
            {preview.data.map((at) => (
              <li key={at.getTime()}>
                <DateTime atMs={at.getTime()} />
              </li>
            ))}
          </ol>
        </section>
      )}
    </div>
  );
}

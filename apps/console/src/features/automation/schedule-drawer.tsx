'use client';
import { useMutation } from '@tanstack/react-query';
import { z } from 'zod';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { callTwin } from '../../ui/call-twin.ts';
import { Checkbox } from '../../ui/checkbox.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useForm } from '../../ui/use-form.ts';
import { useTRPC } from '../connection/index.ts';
import { FormDrawer, useDone } from '../listing/index.ts';
import {
  ContentFields,
  emptyPreheat,
  KindChoice,
  type PreheatValues,
  preheatRequest,
  TargetFields,
  valuesOf,
  withoutSecrets,
} from '../preheat/index.ts';
import { automationMessages } from './messages.ts';
import { RhythmFields } from './rhythm-fields.tsx';
import type { Schedule } from './schedule.ts';

interface ScheduleValues extends PreheatValues {
  readonly name: string;
  readonly cron: string;
  readonly timeZone: string;
  readonly enabled: boolean;
}

const rhythm = z.object({
  name: z.string().trim().min(1).max(128),
  cron: z.string().trim().min(1).max(128),
  timeZone: z.string().min(1).max(64),
  enabled: z.boolean(),
});
/** Both halves are looked at, so that everything that is wrong is said at once. */
const schema = z.intersection(rhythm, preheatRequest);
type Checked = z.output<typeof schema>;
const knownRhythm = '0 3 * * *';

const initialOf = (schedule: Schedule | undefined): ScheduleValues => {
  if (schedule === undefined) {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    return { ...emptyPreheat, name: '', cron: knownRhythm, timeZone, enabled: true };
  }
  const { name, cron, timeZone, enabled, args, clusterIds } = schedule;
  return { ...valuesOf({ args, bio: '', clusters: clusterIds.map((id) => ({ id })) }), name, cron, timeZone, enabled };
};

interface ScheduleDrawerProps {
  /** The one that is changed; absent for a new one. */
  readonly schedule?: Schedule | undefined;
  readonly onClose: () => void;
}

/** When, what and where a preheat is started again and again. */
export function ScheduleDrawer({ schedule, onClose }: ScheduleDrawerProps) {
  const t = useMessages(automationMessages).schedules;
  const trpc = useTRPC();
  const done = useDone();
  const end = (title: string) => {
    onClose();
    return done({ title });
  };
  const create = useMutation(trpc.schedules.create.mutationOptions({ onSuccess: ({ name }) => end(t.created(name)) }));
  const update = useMutation(trpc.schedules.update.mutationOptions({ onSuccess: ({ name }) => end(t.saved(name)) }));
  const initial = initialOf(schedule);
  const form = useForm({ initial, schema, onSubmit: (checked) => save(checked) });
  const { values, set, problem } = form;
  // Arguments that are sent anew lose the login they came with: they are sent when they changed, and only then.
  const sameWork = schedule !== undefined && JSON.stringify(work(values)) === JSON.stringify(work(initial));
  const save = ({ name, cron, timeZone, enabled, args, clusterIds = [] }: Checked) => {
    const when = { name, cron, timeZone, enabled };
    if (schedule === undefined) create.mutate({ ...when, args, clusterIds });
    else update.mutate({ id: schedule.id, change: sameWork ? when : { ...when, args, clusterIds } });
  };
  const bodyOf = ({ name, cron, timeZone, enabled, args, clusterIds = [] }: Checked) => {
    const when = { name, cron, timeZone, enabled };
    return sameWork ? when : { ...when, args: withoutSecrets(args), clusterIds };
  };
  const checked = schema.safeParse(values);
  const call =
    schedule === undefined
      ? ({ method: 'POST', path: '/api/v2/schedules' } as const)
      : ({ method: 'PATCH', path: `/api/v2/schedules/${schedule.id}` } as const);
  return (
    <FormDrawer
      title={schedule === undefined ? t.create : t.edit(schedule.name)}
      kind={schedule === undefined ? 'create' : 'save'}
      onClose={onClose}
      onSubmit={form.submit}
      busy={create.isPending || update.isPending}
      error={create.error ?? update.error}
      twin={checked.success ? callTwin({ ...call, body: bodyOf(checked.data) }) : undefined}
    >
      <TextField
        label={t.form.name}
        error={problem('name')}
        maxLength={128}
        value={values.name}
        onChange={(name) => set('name', name)}
      />
      <RhythmFields
        cron={values.cron}
        timeZone={values.timeZone}
        error={problem('cron')}
        onChange={({ cron, timeZone }) => {
          if (cron !== undefined) set('cron', cron);
          if (timeZone !== undefined) set('timeZone', timeZone);
        }}
      />
      <fieldset className="grid gap-4 border-line border-t pt-4 sm:grid-cols-2">
        <legend className="sr-only">{t.form.content}</legend>
        <div className="sm:col-span-2">
          <KindChoice form={form} />
        </div>
        <ContentFields form={form} kept />
        {schedule !== undefined && values.kind === 'image' && (
          <p className="text-muted text-xs sm:col-span-2">{t.form.secrets}</p>
        )}
      </fieldset>
      <fieldset className="grid gap-4 border-line border-t pt-4 sm:grid-cols-2">
        <legend className="sr-only">{t.form.where}</legend>
        <TargetFields form={form} />
      </fieldset>
      {/* biome-ignore lint/a11y/noLabelWithoutControl: the box is inside */}
      <label className="flex items-center gap-2.5 text-sm">
        <Checkbox checked={values.enabled} onChange={(enabled) => set('enabled', enabled)} />
        {t.form.enabled}
      </label>
    </FormDrawer>
  );
}

/** What is done, apart from when and under which name. */
const work = ({ name: _, cron: _cron, timeZone: _zone, enabled: _on, ...rest }: ScheduleValues): PreheatValues => rest;

'use client';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useTRPC } from '../connection/index.ts';
import { FormDrawer, useDone } from '../listing/index.ts';
import { gcMessages } from './messages.ts';
import { type GcLine, readPeriod, writePeriod } from './period.ts';

const dayMs = 24 * 3600e3;
/** What the console takes. */
const leastMs = 60e3;
const mostKeptMs = 3650 * dayMs;
const mostBetweenMs = 30 * dayMs;

/** How long something is kept, and how often what is older is looked for. */
export function PeriodDrawer({ line, onClose }: { readonly line: GcLine; readonly onClose: () => void }) {
  const t = useMessages(gcMessages);
  const format = useFormat();
  const trpc = useTRPC();
  const done = useDone();
  const [keepText, setKeepText] = useState(writePeriod(line.keepMs));
  const [everyText, setEveryText] = useState(writePeriod(line.everyMs));
  const keepMs = readPeriod(keepText, leastMs, mostKeptMs);
  const everyMs = readPeriod(everyText, leastMs, mostBetweenMs);
  const set = useMutation(
    trpc.gc.set.mutationOptions({
      onSuccess: async () => {
        onClose();
        await done({ title: t.saved(t.kinds[line.kind]) });
      },
    }),
  );
  const wrong = (mostMs: number) => t.form.wrong(format.duration(leastMs), format.duration(mostMs));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (keepMs !== undefined && everyMs !== undefined) set.mutate({ kind: line.kind, keepMs, everyMs });
  };
  return (
    <FormDrawer
      title={t.changeTitle(t.kinds[line.kind])}
      note={t.why[line.kind]}
      kind="save"
      onClose={onClose}
      onSubmit={submit}
      busy={set.isPending}
      error={set.error}
    >
      <TextField
        label={t.keep}
        hint={t.form.hint}
        error={keepMs === undefined ? wrong(mostKeptMs) : undefined}
        value={keepText}
        onChange={setKeepText}
      />
      <TextField
        label={t.every}
        hint={t.form.hint}
        error={everyMs === undefined ? wrong(mostBetweenMs) : undefined}
        value={everyText}
        onChange={setEveryText}
      />
    </FormDrawer>
  );
}

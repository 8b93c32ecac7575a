'use client';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useMessages } from '../../i18n/locale-provider.tsx';
import { Field } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import { useTRPC } from '../connection/index.ts';
import { FormDrawer, useDone } from '../listing/index.ts';
import { LifetimeChoice } from './lifetime-choice.tsx';
import { tokenMessages } from './messages.ts';
import { expiryAfter, type Token } from './token.ts';
import { TokenMade } from './token-made.tsx';

const hourMs = 3600e3;
const overlapMs = { now: 0, hour: hourMs, day: 24 * hourMs, week: 7 * 24 * hourMs } as const;
type Overlap = keyof typeof overlapMs;
const overlaps: readonly Overlap[] = ['now', 'hour', 'day', 'week'];

/** A new secret in the place of the old one. */
export function RotateToken({ token, onClose }: { readonly token: Token; readonly onClose: () => void }) {
  const t = useMessages(tokenMessages);
  const trpc = useTRPC();
  const done = useDone();
  const [overlap, setOverlap] = useState<Overlap>('day');
  const [days, setDays] = useState(90);
  const rotate = useMutation(
    trpc.tokens.rotate.mutationOptions({ onSuccess: () => done({ title: t.rotated(token.name) }) }),
  );
  if (rotate.data !== undefined) return <TokenMade made={rotate.data} onClose={onClose} />;
  return (
    <FormDrawer
      title={t.rotateAsk(token.name)}
      note={t.rotateWhy}
      kind="save"
      onClose={onClose}
      busy={rotate.isPending}
      error={rotate.error}
      onSubmit={(event) => {
        event.preventDefault();
        const how = { overlapMs: overlapMs[overlap], expiresAt: expiryAfter(days, Date.now()) };
        rotate.mutate({ id: token.id, ...how });
      }}
    >
      <Field label={t.overlap}>
        {(control) => (
          <Select
            {...control}
            className="w-full"
            value={overlap}
            options={overlaps.map((value) => ({ value, label: t.overlaps[value] }))}
            onChange={setOverlap}
          />
        )}
      </Field>
      <LifetimeChoice days={days} onChange={setDays} />
    </FormDrawer>
  );
}

'use client';
import { useState } from 'react';
import { useFormat, useMessages } from '../../i18n/locale-provider.tsx';
import { Field } from '../../ui/field.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { tokenMessages } from './messages.ts';
import { expiryAfter, lifetimes } from './token.ts';

interface LifetimeChoiceProps {
  readonly days: number;
  readonly onChange: (days: number) => void;
}

/** How long a token lasts, and the day that is. */
export function LifetimeChoice({ days, onChange }: LifetimeChoiceProps) {
  const t = useMessages(tokenMessages).form;
  const format = useFormat();
  const [nowMs] = useState(() => Date.now());
  return (
    <Field label={t.lifetime} hint={t.until(format.date(expiryAfter(days, nowMs).getTime()))}>
      {() => (
        <div>
          <Segmented
            label={t.lifetime}
            value={String(days)}
            segments={lifetimes.map((value) => ({ value: String(value), label: t.days(value) }))}
            onChange={(value) => onChange(Number(value))}
          />
        </div>
      )}
    </Field>
  );
}

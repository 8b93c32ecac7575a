'use client';
import { useMessages } from '../../i18n/locale-provider.tsx';
import type { FieldControl } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import { meaningOf, priorityValues } from './application.ts';
import { applicationMessages } from './messages.ts';

interface PrioritySelectProps extends Partial<FieldControl> {
  readonly label?: string;
  /** 0 to 20. */
  readonly value: number;
  readonly onChange: (value: number) => void;
}

/** One of the priorities, each with what it does. */
export function PrioritySelect({ label, value, onChange, ...control }: PrioritySelectProps) {
  const t = useMessages(applicationMessages).levels;
  return (
    <Select
      {...control}
      aria-label={label}
      className="w-full"
      value={String(meaningOf(value))}
      options={priorityValues.map((level) => ({ value: String(level), label: `${level} · ${t[level]}` }))}
      onChange={(chosen) => onChange(Number(chosen))}
    />
  );
}

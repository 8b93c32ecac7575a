'use client';
import { Check } from 'lucide-react';
import { cn } from './cn.ts';

interface CheckboxProps {
  /** For screen readers; words beside it belong in a `label` around it. */
  readonly label?: string;
  readonly checked: boolean;
  /** `range`: Shift was held. */
  readonly onChange: (checked: boolean, range: boolean) => void;
  readonly disabled?: boolean;
  /** No stop of the Tab key: where a grid has its own keys. */
  readonly quiet?: boolean;
}

/** On or off. */
export function Checkbox({ label, checked, onChange, disabled = false, quiet = false }: CheckboxProps) {
  return (
    <span className="relative grid size-4 shrink-0 place-items-center pointer-coarse:size-5">
      <input
        type="checkbox"
        aria-label={label}
        checked={checked}
        disabled={disabled}
        tabIndex={quiet ? -1 : undefined}
        onChange={(event) =>
          onChange(event.target.checked, event.nativeEvent instanceof MouseEvent && event.nativeEvent.shiftKey)
        }
        className="peer absolute inset-0 appearance-none rounded-[0.25rem] border border-line-strong bg-surface checked:border-accent checked:bg-accent disabled:opacity-50"
      />
      <Check
        aria-hidden
        strokeWidth={3}
        className={cn('pointer-events-none relative size-3 text-on-accent', !checked && 'invisible')}
      />
    </span>
  );
}

'use client';
import { cn } from './cn.ts';

interface SwitchProps {
  readonly id?: string;
  readonly label?: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly disabled?: boolean;
}

/** On or off, at once: for settings that hold as soon as they are pressed. */
export function Switch({ id, label, checked, onChange, disabled = false }: SwitchProps) {
  return (
    <button
      type="button"
      id={id}
      role="switch"
      aria-label={label}
      aria-checked={checked}
      disabled={disabled}
      onClick={() => onChange(!checked)}
      className={cn(
        'relative h-5 w-9 shrink-0 rounded-full border transition-colors disabled:opacity-50',
        checked ? 'border-accent bg-accent' : 'border-line-strong bg-track',
      )}
    >
      <span
        aria-hidden
        className={cn(
          'absolute top-0.5 left-0.5 size-3.5 rounded-full bg-surface transition-transform',
          checked && 'translate-x-4 bg-on-accent',
        )}
      />
    </button>
  );
}

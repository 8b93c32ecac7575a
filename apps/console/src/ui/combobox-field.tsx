'use client';
import { Check, ChevronsUpDown } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useMessages } from '../i18n/locale-provider.tsx';
import { useAnchored, useLeave } from './anchored.ts';
import { cn } from './cn.ts';
import type { FieldControl } from './field.tsx';
import { listStep } from './listbox-keys.ts';
import { uiMessages } from './messages.ts';

export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly note?: string;
}

export interface ComboboxProps extends Partial<FieldControl> {
  readonly label: string;
  readonly choices: readonly Choice[];
  readonly value: readonly string[];
  readonly onChange: (value: readonly string[]) => void;
  /** Several may be chosen. */
  readonly multiple?: boolean;
  /** Asked as one types, where the choices come from the server; without it they are filtered here. */
  readonly onSearch?: (text: string) => void;
  readonly placeholder?: string;
  readonly className?: string;
}

export function ComboboxField(props: ComboboxProps) {
  const { label, choices, value, onChange, multiple = false, onSearch, placeholder, className, ...control } = props;
  const t = useMessages(uiMessages).combobox;
  const [open, setOpen] = useState(false);
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  useAnchored(box, list, { open });
  useLeave(open, [box, list], () => close());
  const wanted = text.trim().toLowerCase();
  const found =
    onSearch === undefined
      ? choices.filter((choice) => `${choice.label} ${choice.note ?? ''}`.toLowerCase().includes(wanted))
      : choices;
  const shown = choices.find((choice) => choice.value === value[0])?.label ?? value[0] ?? '';
  const summary = multiple && value.length > 1 ? t.chosen(value.length) : shown;
  useEffect(() => {
    list.current?.querySelector('[data-marked="true"]')?.scrollIntoView({ block: 'nearest' });
  });

  const search = (next: string) => {
    setText(next);
    setAt(0);
    setOpen(true);
    onSearch?.(next);
  };
  const close = () => {
    setOpen(false);
    setText('');
  };
  const choose = (choice: Choice | undefined) => {
    if (choice === undefined) return;
    const chosen = value.includes(choice.value);
    if (!multiple) {
      onChange([choice.value]);
      close();
    } else onChange(chosen ? value.filter((other) => other !== choice.value) : [...value, choice.value]);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const next = listStep(event, at, found.length);
    if (next !== undefined) {
      event.preventDefault();
      if (open) setAt(next);
      setOpen(true);
    } else if (event.key === 'Enter' && open) {
      event.preventDefault();
      choose(found[at]);
    } else if (event.key === 'Escape' && open) {
      event.preventDefault();
      close();
    }
  };

  return (
    <div ref={box} className={cn('relative', className)}>
      <input
        {...control}
        role="combobox"
        aria-label={control.id === undefined ? label : undefined}
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        aria-activedescendant={open && found[at] !== undefined ? `${id}-${at}` : undefined}
        aria-autocomplete="list"
        autoComplete="off"
        spellCheck={false}
        value={open ? text : summary}
        placeholder={open && summary !== '' ? summary : (placeholder ?? t.choose)}
        onChange={(event) => search(event.target.value)}
        onClick={() => setOpen(true)}
        onKeyDown={onKeyDown}
        className="h-9 w-full min-w-0 truncate rounded-md border border-line-strong/70 bg-surface pr-8 pl-3 text-ink text-sm hover:border-line-strong aria-invalid:border-failed pointer-coarse:h-11"
      />
      <ChevronsUpDown
        aria-hidden
        className="pointer-events-none absolute top-1/2 right-2.5 size-3.5 -translate-y-1/2 text-muted"
      />
      {open && (
        // biome-ignore lint/a11y/noStaticElementInteractions: the options inside are the controls
        <div
          ref={list}
          // In a dialog a press would move the focus to the dialog, which closes the list before the click arrives.
          onMouseDown={(event) => event.preventDefault()}
          popover="manual"
          style={{ width: box.current?.offsetWidth }}
          className="fixed m-0 max-h-72 min-w-48 animate-rise overflow-y-auto rounded-md border border-line bg-raised p-1 text-ink shadow-raised"
        >
          <div id={id} role="listbox" aria-label={label} aria-multiselectable={multiple || undefined}>
            {found.map((choice, index) => (
              // biome-ignore lint/a11y/useFocusableInteractive: the line above keeps the focus
              // biome-ignore lint/a11y/useKeyWithClickEvents: the line above has the keys
              <div
                key={choice.value}
                id={`${id}-${index}`}
                role="option"
                aria-selected={value.includes(choice.value)}
                data-marked={index === at}
                onMouseMove={() => setAt(index)}
                onClick={() => choose(choice)}
                className={cn(
                  'flex min-h-8 cursor-default items-center gap-2 rounded-sm px-2 py-1 text-sm pointer-coarse:min-h-11',
                  index === at && 'bg-hover',
                )}
              >
                <span className="min-w-0 flex-1">
                  <span className="block truncate">{choice.label}</span>
                  {choice.note !== undefined && (
                    <span className="block truncate text-muted text-xs">{choice.note}</span>
                  )}
                </span>
                {value.includes(choice.value) && <Check aria-hidden className="size-4 shrink-0 text-link" />}
              </div>
            ))}
          </div>
          {found.length === 0 && (
            <p role="status" className="px-2 py-1.5 text-muted text-sm">
              {t.nothing}
            </p>
          )}
        </div>
      )}
    </div>
  );
}

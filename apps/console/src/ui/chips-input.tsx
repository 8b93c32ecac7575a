'use client';
import { X } from 'lucide-react';
import { useRef, useState } from 'react';
import { useMessages } from '../i18n/locale-provider.tsx';
import { addChips } from './chips.ts';
import type { FieldControl } from './field.tsx';
import { uiMessages } from './messages.ts';

interface ChipsInputProps extends Partial<FieldControl> {
  readonly value: readonly string[];
  readonly onChange: (value: readonly string[]) => void;
  readonly placeholder?: string;
  /** Proposed while typing. */
  readonly suggestions?: readonly string[];
  readonly max?: number;
}

/** Several short texts. Enter or a comma adds, Backspace in the empty line takes the last; a pasted list is split. */
export function ChipsInput({ value, onChange, placeholder, suggestions, max = 100, ...control }: ChipsInputProps) {
  const t = useMessages(uiMessages).chips;
  const [typed, setTyped] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const add = (text: string) => {
    onChange(addChips(value, text, max));
    setTyped('');
  };
  const listId = suggestions === undefined ? undefined : `${control.id ?? 'chips'}-list`;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a larger place to press; the line inside is the control
    // biome-ignore lint/a11y/useKeyWithClickEvents: the line has the keys
    <div
      onClick={() => input.current?.focus()}
      className="flex min-h-9 w-full flex-wrap items-center gap-1 rounded-md border border-line-strong/70 bg-surface px-1.5 py-1 focus-within:border-focus focus-within:outline-1 focus-within:outline-focus hover:border-line-strong"
    >
      {value.map((chip) => (
        <span
          key={chip}
          className="flex h-6 max-w-full items-center gap-1 rounded-sm border border-line bg-band pr-0.5 pl-2 text-xs"
        >
          <span className="truncate">{chip}</span>
          <button
            type="button"
            aria-label={t.remove(chip)}
            onClick={() => onChange(value.filter((other) => other !== chip))}
            className="grid size-4.5 place-items-center rounded-sm text-muted hover:bg-hover hover:text-ink"
          >
            <X aria-hidden className="size-3" />
          </button>
        </span>
      ))}
      <input
        ref={input}
        {...control}
        value={typed}
        list={listId}
        placeholder={value.length === 0 ? placeholder : undefined}
        onChange={(event) =>
          event.target.value.endsWith(',') ? add(event.target.value) : setTyped(event.target.value)
        }
        onPaste={(event) => {
          const text = event.clipboardData.getData('text');
          if (!/[\n,;]/.test(text)) return;
          event.preventDefault();
          add(typed + text);
        }}
        onBlur={() => add(typed)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && typed.trim() !== '') {
            event.preventDefault();
            add(typed);
          } else if (event.key === 'Backspace' && typed === '') onChange(value.slice(0, -1));
        }}
        className="h-6 min-w-24 flex-1 bg-transparent px-1.5 text-sm outline-none"
      />
      {listId !== undefined && (
        <datalist id={listId}>
          {suggestions?.map((text) => (
            <option key={text} value={text} />
          ))}
        </datalist>
      )}
    </div>
  );
}

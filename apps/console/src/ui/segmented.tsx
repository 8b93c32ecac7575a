'use client';
import { cn } from './cn.ts';
import { rove } from './roving.ts';

export interface Segment<T extends string> {
  readonly value: T;
  readonly label: string;
  readonly count?: string;
}

interface SegmentedProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly segments: readonly Segment<T>[];
  readonly onChange: (value: T) => void;
}

/** One of a few choices, all in sight. Arrow keys choose. */
export function Segmented<T extends string>({ label, value, segments, onChange }: SegmentedProps<T>) {
  const choose = (wanted: string | undefined) => {
    const segment = segments.find((candidate) => candidate.value === wanted);
    if (segment !== undefined && segment.value !== value) onChange(segment.value);
  };
  return (
    <div
      role="radiogroup"
      aria-label={label}
      onKeyDown={(event) => choose(rove(event, 'radio')?.dataset.value)}
      className="inline-flex max-w-full overflow-x-auto rounded-md border border-line bg-band p-0.5 [scrollbar-width:none]"
    >
      {segments.map((segment) => {
        const on = segment.value === value;
        return (
          // biome-ignore lint/a11y/useSemanticElements: native radios submit and look otherwise
          <button
            type="button"
            key={segment.value}
            role="radio"
            aria-checked={on}
            tabIndex={on ? 0 : -1}
            data-value={segment.value}
            onClick={() => choose(segment.value)}
            className={cn(
              'flex h-7 items-center gap-1.5 whitespace-nowrap rounded-sm px-2.5 font-medium text-xs transition-colors focus-visible:outline-offset-0 pointer-coarse:h-9 pointer-coarse:px-3',
              on ? 'bg-surface text-ink shadow-card ring-1 ring-line' : 'text-muted hover:text-ink',
            )}
          >
            {segment.label}
            {segment.count !== undefined && (
              <span className="font-normal text-faint tabular-nums">{segment.count}</span>
            )}
          </button>
        );
      })}
    </div>
  );
}

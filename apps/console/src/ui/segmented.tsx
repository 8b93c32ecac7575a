'use client';
import { ToggleGroup } from 'radix-ui';

export interface Segment<T extends string> {
  readonly value: T;
  readonly label: string;
  readonly count?: number;
}

interface SegmentedProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly segments: readonly Segment<T>[];
  readonly onChange: (value: T) => void;
}

/** One of a few choices, all in sight. Arrow keys move, Enter chooses. */
export function Segmented<T extends string>({ label, value, segments, onChange }: SegmentedProps<T>) {
  const choose = (next: string) => {
    const segment = segments.find((candidate) => candidate.value === next);
    if (segment !== undefined) onChange(segment.value);
  };
  return (
    <ToggleGroup.Root
      type="single"
      aria-label={label}
      value={value}
      onValueChange={choose}
      className="inline-flex max-w-full overflow-x-auto rounded-md border border-line bg-band p-0.5"
    >
      {segments.map((segment) => (
        <ToggleGroup.Item
          key={segment.value}
          value={segment.value}
          className="flex h-7 items-center gap-1.5 whitespace-nowrap rounded-sm px-2.5 font-medium text-muted text-xs transition-colors hover:text-ink focus-visible:outline-offset-0 data-[state=on]:bg-surface data-[state=on]:text-ink data-[state=on]:shadow-card data-[state=on]:ring-1 data-[state=on]:ring-line pointer-coarse:h-9 pointer-coarse:px-3"
        >
          {segment.label}
          {segment.count !== undefined && <span className="font-normal text-faint tabular-nums">{segment.count}</span>}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}

import { cn } from './cn.ts';

export interface SplitPart {
  readonly label: string;
  /** Any unit, the same for all parts. */
  readonly value: number;
  /** A background class: the part's colour. */
  readonly colour: string;
}

/** Parts of a whole in one bar. `label` says it in words. */
export function SplitBar({
  parts,
  label,
  className,
}: {
  parts: readonly SplitPart[];
  label: string;
  className?: string;
}) {
  const total = parts.reduce((sum, part) => sum + part.value, 0);
  return (
    <div role="img" aria-label={label} className={cn('flex h-2 gap-0.5 overflow-hidden rounded-full', className)}>
      {total === 0 && <span className="h-full flex-1 bg-track/60" />}
      {parts
        .filter((part) => part.value > 0)
        .map((part) => (
          <span
            key={part.label}
            className={cn('h-full min-w-1 rounded-[2px] transition-[flex-grow] duration-500 ease-out', part.colour)}
            style={{ flexGrow: part.value, flexBasis: 0 }}
          />
        ))}
    </div>
  );
}

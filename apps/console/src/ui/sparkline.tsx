import { cn } from './cn.ts';
import { stackedAreas } from './stacked-areas.ts';

interface SparklineProps {
  readonly label: string;
  /** Oldest first. */
  readonly values: readonly number[];
  readonly colour?: string;
  readonly className?: string;
}

/** A trend the size of a word. */
export function Sparkline({ label, values, colour = 'var(--accent)', className }: SparklineProps) {
  const [paths] = stackedAreas([values], { width: 100, height: 24, capacity: Math.max(2, values.length) });
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox="0 -1 100 26"
      preserveAspectRatio="none"
      className={cn('h-6 w-24', className)}
    >
      <path d={paths?.area} fill={colour} fillOpacity="0.14" />
      <path d={paths?.line} fill="none" stroke={colour} strokeWidth="1.5" vectorEffect="non-scaling-stroke" />
    </svg>
  );
}

import { stackedAreas } from './stacked-areas.ts';

interface SparklineProps {
  readonly label: string;
  /** Oldest first. */
  readonly values: readonly number[];
  /** A CSS colour. */
  readonly colour?: string;
  readonly className?: string;
}

const box = { width: 100, height: 24 };

/** A course in the size of a word; its numbers stand beside it. */
export function Sparkline({ label, values, colour = 'var(--downloading)', className = 'h-6 w-24' }: SparklineProps) {
  const [shape] = stackedAreas([values], { ...box, capacity: values.length });
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${box.width} ${box.height}`}
      preserveAspectRatio="none"
      className={className}
    >
      <path d={shape?.area} fill={colour} fillOpacity="0.14" />
      <path d={shape?.line} fill="none" stroke={colour} strokeWidth="1.5" vectorEffect="non-scaling-stroke" />
    </svg>
  );
}

'use client';
import { useId } from 'react';
import { stackedAreas } from './stacked-areas.ts';

export interface Series {
  readonly name: string;
  /** A CSS colour. */
  readonly colour: string;
  /** One value a point, oldest first, all series equally long. */
  readonly values: readonly number[];
}

interface AreaChartProps {
  readonly label: string;
  /** Stacked, the first at the bottom. */
  readonly series: readonly Series[];
  /** How many points the full width holds; fewer points stand at the right. */
  readonly capacity: number;
  readonly className?: string;
}

const width = 600;
const height = 120;

/** A stacked area over time that fills its box. Numbers belong beside it: it is a shape, not a reading. */
export function AreaChart({ label, series, capacity, className }: AreaChartProps) {
  const id = useId();
  const areas = stackedAreas(
    series.map(({ values }) => values),
    { width, height, capacity },
  );
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      className={className}
    >
      {[0.25, 0.5, 0.75].map((at) => (
        <line
          key={at}
          x1={0}
          x2={width}
          y1={height * at}
          y2={height * at}
          stroke="var(--border)"
          strokeDasharray="2 4"
          vectorEffect="non-scaling-stroke"
        />
      ))}
      <line x1={0} x2={width} y1={height} y2={height} stroke="var(--border)" vectorEffect="non-scaling-stroke" />
      {series.map(({ name, colour }, i) => (
        <g key={name}>
          <linearGradient id={`${id}-${i}`} x1="0" y1="0" x2="0" y2="1">
            <stop offset="0" stopColor={colour} stopOpacity="0.34" />
            <stop offset="1" stopColor={colour} stopOpacity="0.06" />
          </linearGradient>
          <path d={areas[i]?.area} fill={`url(#${id}-${i})`} />
          <path
            d={areas[i]?.line}
            fill="none"
            stroke={colour}
            strokeWidth="1.5"
            strokeLinejoin="round"
            vectorEffect="non-scaling-stroke"
          />
        </g>
      ))}
    </svg>
  );
}

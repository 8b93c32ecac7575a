'use client';
import { loaded } from './loaded.tsx';
import { Skeleton } from './skeleton.tsx';

/**
 * A course over time with its scale; the pointer, or the arrow keys, read a moment. The same stands in a table below. Its
 * code comes with the first chart.
 */
export const TimeChart = loaded(
  () => import('./time-plot.tsx').then((part) => part.TimePlot),
  <Skeleton className="mx-5 mb-5 h-44" />,
);

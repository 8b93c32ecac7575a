export interface AreaPaths {
  /** The closed shape of one series. */
  readonly area: string;
  /** Its upper edge. */
  readonly line: string;
}

interface Box {
  readonly width: number;
  readonly height: number;
  /** Points the full width holds. */
  readonly capacity: number;
  /** The value at the upper edge; without it, a little above the tallest sum. */
  readonly top?: number;
}

/** SVG paths of series stacked on one another, scaled to the tallest sum, the newest point at the right edge. */
export function stackedAreas(
  series: readonly (readonly number[])[],
  { width, height, capacity, top: given }: Box,
): AreaPaths[] {
  const length = series[0]?.length ?? 0;
  const sums = Array.from({ length }, (_, i) => series.reduce((sum, values) => sum + (values[i] ?? 0), 0));
  const top = given ?? Math.max(1, ...sums) * 1.08;
  const x = (i: number) => round(width - ((length - 1 - i) * width) / Math.max(1, capacity - 1));
  const y = (value: number) => round(height - (value / top) * height);
  let floor = sums.map(() => 0);
  return series.map((values) => {
    if (length === 0) return { area: '', line: '' };
    const ceiling = floor.map((base, i) => base + (values[i] ?? 0));
    const upper = ceiling.map((value, i) => `${x(i)} ${y(value)}`).join('L');
    const lower = floor
      .map((value, i) => `${x(i)} ${y(value)}`)
      .reverse()
      .join('L');
    floor = ceiling;
    return { area: `M${upper}L${lower}Z`, line: `M${upper}` };
  });
}

const round = (value: number) => Math.round(value * 100) / 100;

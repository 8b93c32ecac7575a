/** Distances of a drawing, in world units: between peers of a row, between rows of a band, between bands. */
export interface Spacing {
  readonly pitch: number;
  readonly rowHeight: number;
  readonly bandGap: number;
}

/** Small swarms get room for captions; from a few hundred peers on, the whole must fit one screen. */
export function spacingFor(count: number): Spacing {
  if (count <= 24) return { pitch: 150, rowHeight: 108, bandGap: 52 };
  if (count <= 80) return { pitch: 98, rowHeight: 108, bandGap: 66 };
  if (count <= 300) return { pitch: 84, rowHeight: 84, bandGap: 84 };
  if (count <= 600) return { pitch: 72, rowHeight: 70, bandGap: 84 };
  return { pitch: 60, rowHeight: 56, bandGap: Math.max(90, 3 * Math.sqrt(count)) };
}

/** A band is filled to this share when it is made, so that newcomers find a free cell. */
export const bandFill = 0.86;

/** Rows a level of `size` peers needs with `columns` columns. */
export const rowsFor = (size: number, columns: number): number =>
  size <= columns ? 1 : Math.ceil(size / (columns * bandFill));

/**
 * The smallest number of columns with which levels of the given sizes, gaps included, reach the wanted
 * width/height. This keeps a wide level from turning the picture into a ribbon.
 */
export function columnsFor(sizes: readonly number[], aspect: number, spacing: Spacing): number {
  const fewest = Math.min(12, Math.max(4, Math.round(7 * aspect)));
  for (let columns = fewest; columns < 4096; columns = Math.ceil(columns * 1.06)) {
    let height = 0;
    for (const size of sizes) height += rowsFor(size, columns) * spacing.rowHeight + spacing.bandGap;
    if ((columns * spacing.pitch) / height >= aspect) return columns;
  }
  return 4096;
}

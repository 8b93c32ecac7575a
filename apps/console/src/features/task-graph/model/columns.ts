type Column = Uint8Array | Int32Array | Float32Array;

/** The column, or a longer one with the same values when `length` does not fit. Doubles, so growth stays cheap. */
export function fit<Kind extends Column>(column: Kind, length: number, make: (length: number) => Kind): Kind {
  if (length <= column.length) return column;
  const longer = make(Math.max(length, column.length * 2));
  longer.set(column);
  return longer;
}

export const bytes = (length: number): Uint8Array => new Uint8Array(length);
export const ints = (length: number): Int32Array => new Int32Array(length);
export const floats = (length: number): Float32Array => new Float32Array(length);

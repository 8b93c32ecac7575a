/** A `Range` header: one range, counted from the start or from the end. */
export type AskedRange =
  | { readonly kind: 'all' }
  /** `length` is absent for "until the end". */
  | { readonly kind: 'from'; readonly start: number; readonly length: number | undefined }
  | { readonly kind: 'last'; readonly length: number }
  /** Several ranges, or another unit: not served from pieces. */
  | { readonly kind: 'other' };

export function parseRangeHeader(header: string | undefined): AskedRange {
  if (header === undefined) return { kind: 'all' };
  const match = /^\s*bytes=\s*(\d{0,15})\s*-\s*(\d{0,15})\s*$/i.exec(header);
  const [first, last] = [match?.[1] ?? '', match?.[2] ?? ''];
  if (match === null || (first === '' && last === '')) return { kind: 'other' };
  if (first === '') return Number(last) === 0 ? { kind: 'other' } : { kind: 'last', length: Number(last) };
  if (last === '') return { kind: 'from', start: Number(first), length: undefined };
  if (Number(last) < Number(first)) return { kind: 'other' };
  return { kind: 'from', start: Number(first), length: Number(last) - Number(first) + 1 };
}

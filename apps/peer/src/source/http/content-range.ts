/** What a `Content-Range` header says, ends included. `total` is absent where the origin wrote `*`. */
export interface ContentRange {
  readonly start: number;
  readonly end: number;
  readonly total?: number;
}

/** Parses `bytes 0-9/100` or `bytes 0-9/*`; undefined for anything else, also for numbers that contradict each other. */
export function parseContentRange(header: string | undefined): ContentRange | undefined {
  const match = /^bytes (\d{1,16})-(\d{1,16})\/(?:(\d{1,16})|\*)$/i.exec(header?.trim() ?? '');
  if (match === null) return undefined;
  const [start, end] = [Number(match[1]), Number(match[2])];
  const total = match[3] === undefined ? undefined : Number(match[3]);
  if (end < start || !Number.isSafeInteger(end) || (total !== undefined && end >= total)) return undefined;
  return total === undefined ? { start, end } : { start, end, total };
}

/** True for a 416's `bytes * / 0`: the content is there and has no bytes. */
export const saysEmpty = (header: string | undefined): boolean => /^bytes \*\/0$/i.test(header?.trim() ?? '');

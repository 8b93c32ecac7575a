import { z } from 'zod';

const count = z.int().nonnegative();
const at = { t: z.number().nonnegative() };

/** A line of a trace. Hosts and tasks have numbers, in the order they appear; `t` is milliseconds since it began. */
const record = z.discriminatedUnion('k', [
  /** First line; another version is not read. */
  z.object({ k: z.literal('trace'), version: z.literal(1) }),
  z.object({
    ...{ k: z.literal('host'), ...at, h: count, kind: z.enum(['normal', 'seed']), idc: z.string() },
    ...{ location: z.string(), maxTxBps: z.number().nonnegative() },
  }),
  z.object({ k: z.literal('left'), ...at, h: count }),
  z.object({ k: z.literal('task'), n: count, pieces: count.min(1), pieceBytes: z.number().positive() }),
  /** A peer on host `h` wants task `n`. */
  z.object({ k: z.literal('get'), ...at, h: count, n: count, atOnce: count.min(1) }),
  /** A piece went from host `f` (-1: the source) to host `h`: bytes and milliseconds. */
  z.object({ k: z.literal('piece'), ...at, f: z.int().min(-1), h: count, b: z.number().positive(), c: z.number() }),
]);

export type TraceRecord = z.output<typeof record>;

/** The record of a line; `undefined` for one that is none, as the last one after a crash. */
export function decodeTraceLine(line: string): TraceRecord | undefined {
  try {
    return record.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined; // Half a line is no JSON.
  }
}

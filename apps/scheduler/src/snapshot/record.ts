import { crc32 } from 'node:zlib';
import { type HostId, hostId, type PeerId, peerId, type TaskId, taskId } from '@damselfly/core';
import { z } from 'zod';

const host = z.string().transform((text): HostId => hostId(text));
const task = z.string().transform((text): TaskId => taskId(text));
const peer = z.string().transform((text): PeerId => peerId(text));
const count = z.int().nonnegative();

const profile = z.object({
  ...{ id: host, kind: z.enum(['normal', 'seed']), hostname: z.string(), ip: z.string(), port: count },
  ...{ downloadPort: count, idc: z.string(), location: z.string(), disableShared: z.boolean() },
  ...{ maxTxBps: z.number(), followsUnasked: z.boolean().optional(), announceIntervalMs: z.number() },
});
const subject = z.object({
  ...{ type: count, url: z.string(), tag: z.string(), application: z.string(), digest: z.string() },
  filteredQueryParams: z.array(z.string()),
});
const lengths = z.object({ contentBytes: count, pieceBytes: count, pieces: count });
const range = z.object({ start: count, length: count });

const record = z.discriminatedUnion('kind', [
  /** First line of a file; another version is not read. */
  z.object({ kind: z.literal('index'), version: z.literal(1) }),
  /** No event had a sequence above this when the next such record was written. */
  z.object({ kind: z.literal('sequences'), ceiling: count }),
  /** `announced`: the `common.v2.Host`, base64. */
  z.object({ kind: z.literal('host'), profile, announced: z.string() }),
  z.object({ kind: z.literal('hostGone'), host }),
  z.object({ kind: z.literal('task'), task, subject, lengths: lengths.optional() }),
  z.object({ kind: z.literal('taskGone'), task }),
  /** A finished peer: its host holds the task's content. */
  z.object({ kind: z.literal('copy'), peer, task, host, range: range.optional() }),
  z.object({ kind: z.literal('copyGone'), peer }),
]);

export type IndexRecord = z.output<typeof record>;
export type RecordOf<Kind extends IndexRecord['kind']> = Extract<IndexRecord, { kind: Kind }>;

/** A record as a line that tells whether it is whole. */
export function encodeRecord(value: IndexRecord): string {
  const text = JSON.stringify(value);
  return `${crc32(text).toString(16).padStart(8, '0')} ${text}\n`;
}

/** The record of a line without its end; `undefined` when the line is damaged. */
export function decodeRecord(line: string): IndexRecord | undefined {
  const text = line.slice(9);
  if (line.length < 10 || line[8] !== ' ' || crc32(text) !== Number.parseInt(line.slice(0, 8), 16)) return undefined;
  const read = record.safeParse(JSON.parse(text));
  return read.success ? read.data : undefined;
}

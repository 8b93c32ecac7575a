import type { PieceSpan } from '@damselfly/core';

/** Neighbouring pieces fetched with one range request. */
export interface Segment {
  readonly start: number;
  readonly length: number;
  readonly spans: readonly PieceSpan[];
}

/** Bytes one range request asks for at most, unless a single piece is larger. */
const segmentBytes = 16 * 2 ** 20;

/** Cuts the missing pieces into requests: neighbours together, so that few requests cover them, yet several at a time. */
export function segments(missing: readonly PieceSpan[], parallel: number): Segment[] {
  const total = missing.reduce((sum, { length }) => sum + length, 0);
  const limit = Math.min(segmentBytes, Math.max(1, Math.ceil(total / Math.max(1, parallel))));
  const cut: PieceSpan[][] = [];
  for (const span of missing) {
    const last = cut.at(-1);
    const before = last?.at(-1);
    const held = last?.reduce((sum, { length }) => sum + length, 0) ?? 0;
    if (last !== undefined && before?.number === span.number - 1 && held + span.length <= limit) last.push(span);
    else cut.push([span]);
  }
  return cut.map((spans) => {
    const start = spans[0]?.offset ?? 0;
    return { start, length: spans.reduce((sum, { length }) => sum + length, 0), spans };
  });
}

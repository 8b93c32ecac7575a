import { Buffer } from 'node:buffer';
import { type PieceSpan, pieceSpans } from '@damselfly/core';

/** What is written and read. */
export interface ContentLoad {
  readonly contentBytes: number;
  readonly pieceBytes: number;
}

export const smallFileBytes = 4096;
/** Somebody who reads a piece takes so much at a time. */
export const readBytes = 512 * 2 ** 10;
/** How many pieces or files are under way at once. */
export const atOnce = 4;

/** The pieces as they might arrive: in no order, the same in every round. */
export function arrivals({ contentBytes, pieceBytes }: ContentLoad): PieceSpan[] {
  const spans = pieceSpans(contentBytes, pieceBytes);
  const rank = ({ number }: PieceSpan) => Math.imul(number + 1, 0x9e3779b1) >>> 0;
  return [...spans].sort((a, b) => rank(a) - rank(b));
}

export const someBytes = (length: number) => Buffer.alloc(length, 'what it holds does not matter. ');

/** Runs `work` for every item, several at a time. */
export async function each<T>(items: readonly T[], work: (item: T, worker: number) => Promise<void>): Promise<void> {
  const left = [...items].reverse();
  const worker = async (_: unknown, index: number) => {
    for (let item = left.pop(); item !== undefined; item = left.pop()) await work(item, index);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

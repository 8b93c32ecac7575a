import { Failure } from './failure.ts';

const MiB = 2 ** 20;
export const minPieceLengthBytes = 4 * MiB;
export const maxPieceLengthBytes = 64 * MiB;

/** Piece length Dragonfly's Rust client chooses: the next power of two above length/500, between 4 and 64 MiB. */
export function pieceLengthFor(contentLengthBytes: number): number {
  const wanted = Math.floor(contentLengthBytes / 500);
  const power = wanted <= 1 ? 1 : 2 ** Math.ceil(Math.log2(wanted));
  return Math.min(maxPieceLengthBytes, Math.max(minPieceLengthBytes, power));
}

/** Where a piece lies in its task's content. */
export interface PieceSpan {
  readonly number: number;
  readonly offset: number;
  readonly length: number;
}

/** Number of pieces; zero-length content has none. */
export const pieceCount = (contentLength: number, pieceLength: number): number =>
  Math.ceil(contentLength / pieceLength);

/** The span of one piece; the last is the remainder. Throws `invalid` outside the task. */
export function pieceSpan(number: number, contentLength: number, pieceLength: number): PieceSpan {
  const offset = number * pieceLength;
  if (!Number.isInteger(number) || number < 0 || offset >= contentLength) {
    throw new Failure(
      'invalid',
      `piece ${number} is outside a task of ${contentLength} bytes in pieces of ${pieceLength}`,
    );
  }
  return { number, offset, length: Math.min(pieceLength, contentLength - offset) };
}

/** The pieces that cover `[start, start + length)`. */
export function pieceSpans(
  contentLength: number,
  pieceLength: number,
  start = 0,
  length = contentLength - start,
): PieceSpan[] {
  if (length <= 0) return [];
  const first = Math.floor(start / pieceLength);
  const last = Math.floor((Math.min(start + length, contentLength) - 1) / pieceLength);
  return Array.from({ length: last - first + 1 }, (_, i) => pieceSpan(first + i, contentLength, pieceLength));
}

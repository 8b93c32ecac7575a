import { Failure, peerId, pieceLengthFor, pieceSpans } from '@damselfly/core';
import type { common } from '@damselfly/proto';
import type { Download } from '../download/download.ts';
import type { DownloadRequest } from '../download/download-request.ts';
import { type PastDiskParts, pastDisk } from '../download/past-disk.ts';
import { plannedPieceMessage } from '../wire/piece-message.ts';

/** What a caller is told of a download. */
export type Described = Pick<Download, 'task' | 'peer' | 'facts' | 'range' | 'spans' | 'complete'>;

export interface PastDisk extends PastDiskParts {
  readonly onPastDisk: () => void;
}

/** What the source says of the content where the store has no room for it. Throws `thrown` when that is not enough. */
export async function describedBySource(
  request: DownloadRequest,
  thrown: unknown,
  { source }: PastDisk,
  signal: AbortSignal,
): Promise<Described> {
  const { contentLength, header } = await source.stat(request, signal);
  if (contentLength === undefined || (request.range?.start ?? 0) > contentLength) throw thrown;
  const pieceLength = request.pieceLength ?? pieceLengthFor(contentLength);
  const start = request.range?.start ?? 0;
  const range = { start, length: Math.min(request.range?.length ?? contentLength, contentLength - start) };
  const spans = pieceSpans(contentLength, pieceLength, range.start, range.length);
  const facts = { contentLength, pieceLength, header };
  return { task: request.task, peer: peerId(''), facts, range, spans, complete: false };
}

/** The pieces from the `done`th on, with their bytes, from the source through memory: one at a time. */
export async function* piecesPastDisk(
  { facts, range, spans }: Described,
  done: number,
  request: DownloadRequest,
  parts: PastDisk,
  signal: AbortSignal,
): AsyncGenerator<common.Piece> {
  const end = range.start + range.length;
  const left = spans.slice(done).map(({ number, offset, length }) => {
    const start = Math.max(offset, range.start);
    return { number, offset: start, length: Math.min(offset + length, end) - start };
  });
  const first = left[0];
  if (first === undefined) return;
  const { contentLength, header } = facts;
  const known = { contentLength, validators: { etag: header.etag, lastModified: header['last-modified'] } };
  const chunks = pastDisk(request, { start: first.offset, length: end - first.offset }, known, parts, signal);
  let rest: Uint8Array = new Uint8Array();
  try {
    for (const span of left) {
      const content = Buffer.allocUnsafe(span.length);
      for (let filled = 0; filled < content.length; ) {
        if (rest.length === 0) {
          const next = await chunks.next();
          if (next.done) throw new Failure('unavailable', `the source ended before piece ${span.number}; try again`);
          rest = next.value;
        }
        const taken = Math.min(rest.length, content.length - filled);
        content.set(rest.subarray(0, taken), filled);
        rest = rest.subarray(taken);
        filled += taken;
      }
      yield { ...plannedPieceMessage(span), content };
    }
  } finally {
    await chunks.return(undefined);
  }
}

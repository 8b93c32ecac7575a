import { Failure } from '@damselfly/core';
import type { DownloadRequest } from '../download/download-request.ts';
import { shareOf } from '../rate/priority.ts';
import { paceOf, type RateLimiter } from '../rate/rate-limiter.ts';
import type { ByteRange, Source, SourceStat } from '../source/source.ts';

export interface PastDiskParts {
  readonly source: Source;
  /** All that comes from sources, and all that comes in at all. */
  readonly limiters: readonly RateLimiter[];
}

/** True when only this host's disk stands between a caller and the content, and the source may be asked. */
export const mayGoPast = (thrown: unknown, { disableBackToSource }: DownloadRequest): boolean =>
  Failure.from(thrown).code === 'storage' && !disableBackToSource;

/** A part of the content from the source, through memory alone; `known` is what is believed of the whole. */
export async function* pastDisk(
  request: DownloadRequest,
  range: ByteRange | undefined,
  known: Pick<SourceStat, 'contentLength' | 'validators'> | undefined,
  { source, limiters }: PastDiskParts,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const { contentLength, validators } = known ?? {};
  const body = await source.read({ ...request, range, contentLength, validators }, signal);
  const pace = paceOf(limiters, signal, shareOf(request.task, request.priority));
  for await (const chunk of body.chunks) {
    await pace(chunk.length);
    yield chunk;
  }
}

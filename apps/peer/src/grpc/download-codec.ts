import { isAbsolute, normalize } from 'node:path';
import { Failure, minPieceLengthBytes, parseDigest, type TaskId } from '@damselfly/core';
import { standardTaskId } from '@damselfly/core/node';
import { common } from '@damselfly/proto';
import type { DownloadRequest } from '../download/download-request.ts';
import type { OutputFile } from './deliver.ts';

/** What came over the wire, checked. Throws `invalid`, or `unimplemented` for kinds of tasks not served here. */
export function requestOf(download: common.Download, detached: boolean): DownloadRequest {
  if (!URL.canParse(download.url)) throw new Failure('invalid', `"${download.url}" is no URL`);
  if (download.type !== common.TaskType.STANDARD) {
    throw new Failure('unimplemented', 'only standard tasks are downloaded here');
  }
  if (download.digest) parseDigest(download.digest);
  const pieceLength = lengthOf(download.pieceLength, 'piece_length');
  if (pieceLength !== undefined && pieceLength < minPieceLengthBytes) {
    throw new Failure('invalid', `a piece length of ${pieceLength} is below 4 MiB`);
  }
  return {
    task: taskOf(download, pieceLength),
    url: download.url,
    header: download.requestHeader,
    application: download.application ?? '',
    tag: download.tag ?? '',
    priority: download.priority,
    filteredQueryParams: download.filteredQueryParams,
    digest: download.digest || undefined,
    range: rangeOf(download.range),
    pieceLength,
    disableBackToSource: download.disableBackToSource,
    needBackToSource: download.needBackToSource,
    certificates: download.certificateChain,
    objectStorage: download.objectStorage,
    concurrentPieceCount: download.concurrentPieceCount || undefined,
    detached,
    ahead: download.isPrefetch,
    wire: common.Download.encode(download).finish(),
  };
}

/** The file to be written, when one was asked for. */
export function outputFileOf(
  wanted: Pick<common.Download, 'outputPath' | 'overwrite' | 'forceHardLink'>,
): OutputFile | undefined {
  const path = outputPathOf(wanted);
  return path === undefined ? undefined : { path, overwrite: wanted.overwrite, hardLink: wanted.forceHardLink };
}

/** The output path, when one was asked for; only absolute paths without detours are taken. */
function outputPathOf({ outputPath }: Pick<common.Download, 'outputPath'>): string | undefined {
  if (!outputPath) return undefined;
  if (!isAbsolute(outputPath) || normalize(outputPath) !== outputPath || outputPath.includes('\0')) {
    throw new Failure(
      'invalid',
      `the output path "${outputPath}" must be absolute and without "..", "." or doubled "/"`,
    );
  }
  return outputPath;
}

/** The time the whole download may take, in milliseconds. */
export function timeoutMsOf({ timeout }: Pick<common.Download, 'timeout'>): number | undefined {
  if (timeout === undefined) return undefined;
  const ms = Number(timeout.seconds) * 1000 + Math.ceil(timeout.nanos / 1e6);
  // Longer than a timer can count is as good as no limit.
  return ms > 0 && ms < 2 ** 31 ? ms : undefined;
}

function taskOf(download: common.Download, pieceLength: number | undefined): TaskId {
  return standardTaskId({
    url: download.url,
    filteredQueryParams: download.filteredQueryParams,
    tag: download.tag,
    application: download.application,
    revision: download.huggingFace?.revision ?? download.modelScope?.revision,
    pieceLength,
    content: download.contentForCalculatingTaskId,
    blobDigest: download.enableTaskIdBasedBlobDigest,
  });
}

function rangeOf(range: common.Range | undefined): DownloadRequest['range'] {
  if (range === undefined) return undefined;
  const [start, length] = [Number(range.start), Number(range.length)];
  if (!Number.isSafeInteger(start + length) || length < 1) throw new Failure('invalid', 'the range has no bytes');
  return { start, length };
}

export function lengthOf(value: bigint | undefined, name: string): number | undefined {
  if (value === undefined || value === 0n) return undefined;
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new Failure('invalid', `${name} is too large`);
  return Number(value);
}

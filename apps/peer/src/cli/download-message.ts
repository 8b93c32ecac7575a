import { defaultFilteredQueryParams } from '@damselfly/core';
import { common } from '@damselfly/proto';
import type { DfgetOptions } from './dfget-options.ts';

/** Whether dfget itself gets the bytes, rather than the daemon writing the file. */
export const receivesContent = ({ output, transferFromDfdaemon }: DfgetOptions): boolean =>
  output === '-' || transferFromDfdaemon;

/** The download as the daemon wants to be asked for it. */
export function downloadMessage(options: DfgetOptions): common.Download {
  const { range, pieceLength, timeoutMs, digest, contentForTaskId } = options;
  return common.Download.fromPartial({
    url: options.url,
    type: common.TaskType.STANDARD,
    priority: priorities[options.priority] ?? common.Priority.LEVEL6,
    tag: options.tag,
    application: options.application,
    filteredQueryParams: [...(options.filteredQueryParams ?? defaultFilteredQueryParams)],
    requestHeader: options.header,
    disableBackToSource: options.disableBackToSource,
    forceHardLink: options.forceHardLink,
    overwrite: options.overwrite,
    timeout: { seconds: BigInt(Math.floor(timeoutMs / 1000)), nanos: (timeoutMs % 1000) * 1e6 },
    needPieceContent: receivesContent(options),
    ...(receivesContent(options) ? {} : { outputPath: options.output }),
    ...(digest === undefined ? {} : { digest }),
    ...(pieceLength === undefined ? {} : { pieceLength: BigInt(pieceLength) }),
    ...(contentForTaskId === undefined ? {} : { contentForCalculatingTaskId: contentForTaskId }),
    ...(range === undefined ? {} : { range: { start: BigInt(range.start), length: BigInt(range.length) } }),
  });
}

const { LEVEL0, LEVEL1, LEVEL2, LEVEL3, LEVEL4, LEVEL5, LEVEL6 } = common.Priority;
const priorities = [LEVEL0, LEVEL1, LEVEL2, LEVEL3, LEVEL4, LEVEL5, LEVEL6];

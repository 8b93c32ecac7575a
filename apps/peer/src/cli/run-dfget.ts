import type { DfgetOptions } from './dfget-options.ts';
import { callDownload } from './download-call.ts';
import { downloadMessage, receivesContent } from './download-message.ts';
import type { Progress } from './progress.ts';
import { type ReceivedFile, receiveInto, refuseExisting } from './received-file.ts';

/** Runs one download to its end. The output is whole or as it was before. */
export async function runDfget(options: DfgetOptions, progress: Progress, signal: AbortSignal): Promise<void> {
  if (receivesContent(options)) {
    await using file = await receiveInto(options.output, options.overwrite);
    await download(options, progress, signal, file);
    await file.commit();
  } else {
    if (!options.overwrite) await refuseExisting(options.output);
    await download(options, progress, signal, undefined);
  }
  progress.finished(options.output);
}

async function download(
  options: DfgetOptions,
  progress: Progress,
  signal: AbortSignal,
  file: ReceivedFile | undefined,
): Promise<void> {
  const { endpoint, timeoutMs } = options;
  let doneBytes = 0;
  let rangeStart = 0;
  for await (const step of callDownload({ endpoint, download: downloadMessage(options), timeoutMs, signal })) {
    if (step.kind === 'started') {
      rangeStart = step.rangeStart;
      progress.started(step.task, step.totalBytes);
    } else {
      if (step.content !== undefined) await file?.write(step.offset - rangeStart, step.content);
      doneBytes += step.bytes;
      progress.advanced(doneBytes);
    }
  }
}

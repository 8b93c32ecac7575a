import { once } from 'node:events';
import { type DownloadStep, type DownloadWish, inOrder } from '@damselfly/sdk';
import type { DfgetOptions } from './dfget-options.ts';
import { chooseFetcher, type Fetcher } from './fetcher.ts';
import type { Progress } from './progress.ts';
import { receiveInto, refuseExisting } from './received-file.ts';

/** Runs one download to its end. The output is whole or as it was before. */
export async function runDfget(options: DfgetOptions, progress: Progress, signal: AbortSignal): Promise<void> {
  const { output, overwrite, transferFromDfdaemon } = options;
  if (output !== '-' && !overwrite) await refuseExisting(output);
  const fetcher = await chooseFetcher({ ...options, onAlone: (why) => progress.alone(why) });
  try {
    if (output === '-' && options.digest === undefined) await toStandardOutput(options, fetcher, progress, signal);
    else if (output === '-' || transferFromDfdaemon) await received(options, fetcher, progress, signal);
    else {
      const steps = fetcher.download({ ...wishOf(options), output }, { signal, timeoutMs: options.timeoutMs });
      for await (const _ of counted(steps, progress));
    }
    progress.finished(output);
  } finally {
    await fetcher.close();
  }
}

/** Whether nobody reads standard output any more, as behind `| head`. */
export const isBrokenPipe = (thrown: unknown): boolean =>
  thrown instanceof Error && 'code' in thrown && thrown.code === 'EPIPE';

/** Bytes go on as they come. */
async function toStandardOutput(
  options: DfgetOptions,
  fetcher: Fetcher,
  progress: Progress,
  signal: AbortSignal,
): Promise<void> {
  const steps = fetcher.pieces(wishOf(options), { signal, timeoutMs: options.timeoutMs });
  const gone = new Promise<never>((_, reject) => process.stdout.once('error', reject));
  gone.catch(() => undefined);
  for await (const bytes of inOrder(counted(steps, progress))) {
    if (!process.stdout.write(bytes)) await Promise.race([once(process.stdout, 'drain', { signal }), gone]);
  }
}

/** This program writes the file; standard output, too, gets only what was compared. */
async function received(
  options: DfgetOptions,
  fetcher: Fetcher,
  progress: Progress,
  signal: AbortSignal,
): Promise<void> {
  await using file = await receiveInto(options.output, options.overwrite);
  let rangeStart = 0;
  const steps = fetcher.pieces(wishOf(options), { signal, timeoutMs: options.timeoutMs });
  for await (const step of counted(steps, progress)) {
    if (step.kind === 'started') rangeStart = step.rangeStart;
    else if (step.content !== undefined) await file.write(step.offset - rangeStart, step.content);
  }
  await file.commit();
}

async function* counted(steps: AsyncIterable<DownloadStep>, progress: Progress): AsyncGenerator<DownloadStep> {
  let doneBytes = 0;
  for await (const step of steps) {
    if (step.kind === 'started') progress.started(step.task, step.totalBytes);
    yield step;
    if (step.kind === 'piece') {
      doneBytes += step.bytes;
      progress.advanced(doneBytes);
    }
  }
}

const wishOf = (options: DfgetOptions): DownloadWish => ({
  ...options,
  output: undefined,
  hardLink: options.forceHardLink,
});

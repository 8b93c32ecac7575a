import { once } from 'node:events';
import { type DownloadStep, inOrder } from '@damselfly/sdk';
import type { Progress } from './progress.ts';
import { receiveInto } from './received-file.ts';

/** Where content is to go. */
export interface Destination {
  /** Absolute path, or `-` for standard output. */
  readonly output: string;
  readonly overwrite: boolean;
  /** This program writes the file, not the daemon. */
  readonly transferFromDfdaemon: boolean;
  readonly digest: string | undefined;
}

/** The two ways content comes; only one of them is begun. */
export interface Ways {
  /** The daemon writes the output. */
  readonly written: () => AsyncIterable<DownloadStep>;
  /** The bytes come with the steps. */
  readonly pieces: () => AsyncIterable<DownloadStep>;
}

/** Brings content to its destination. The output is whole or as it was before. */
export async function bringHome(to: Destination, progress: Progress, signal: AbortSignal, ways: Ways): Promise<void> {
  const { output, digest, transferFromDfdaemon } = to;
  if (output === '-' && digest === undefined) await toStandardOutput(ways.pieces(), progress, signal);
  else if (output === '-' || transferFromDfdaemon) await received(to, ways.pieces(), progress);
  else for await (const _ of counted(ways.written(), progress));
  progress.finished(output);
}

/** Whether nobody reads standard output any more, as behind `| head`. */
export const isBrokenPipe = (thrown: unknown): boolean =>
  thrown instanceof Error && 'code' in thrown && thrown.code === 'EPIPE';

/** Bytes go on as they come. */
async function toStandardOutput(
  steps: AsyncIterable<DownloadStep>,
  progress: Progress,
  signal: AbortSignal,
): Promise<void> {
  const gone = new Promise<never>((_, reject) => process.stdout.once('error', reject));
  gone.catch(() => undefined);
  for await (const bytes of inOrder(counted(steps, progress))) {
    if (!process.stdout.write(bytes)) await Promise.race([once(process.stdout, 'drain', { signal }), gone]);
  }
}

/** This program writes the file; standard output, too, gets only what was compared. */
async function received(
  { output, overwrite }: Destination,
  steps: AsyncIterable<DownloadStep>,
  progress: Progress,
): Promise<void> {
  await using file = await receiveInto(output, overwrite);
  let rangeStart = 0;
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

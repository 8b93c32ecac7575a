import { mkdir, stat } from 'node:fs/promises';
import { Failure } from '@damselfly/core';
import { bringHome } from './bring-home.ts';
import type { DfgetOptions } from './dfget-options.ts';
import { chooseFetcher, type Fetcher } from './fetcher.ts';
import { type FolderPlan, isPattern, type PlannedFile, planFolder, planNamed } from './folder-plan.ts';
import { FolderProgress } from './folder-progress.ts';
import type { Progress } from './progress.ts';
import { refuseExisting } from './received-file.ts';
import { wishOf } from './wish.ts';

/** Downloads everything below a folder, several files at a time. The first failure ends the rest; files that are whole stay. */
export async function runFolder(options: DfgetOptions, progress: Progress, signal: AbortSignal): Promise<void> {
  const { output, maxFiles } = options;
  await requireFolder(output);
  const fetcher = await chooseFetcher({ ...options, onAlone: (why) => progress.alone(why) });
  try {
    const plan = await planOf(options, fetcher, signal);
    if (plan.files.length > maxFiles) {
      throw new Failure('exhausted', `the folder has ${plan.files.length} files; allow as many with --max-files`);
    }
    if (!options.overwrite) for (const file of plan.files) await refuseExisting(file.output);
    for (const folder of plan.folders) await mkdir(folder, { recursive: true });
    await fetchAll(plan.files, options, fetcher, progress, signal);
    progress.finished(output);
  } finally {
    await fetcher.close();
  }
}

async function planOf(options: DfgetOptions, fetcher: Fetcher, signal: AbortSignal): Promise<FolderPlan> {
  const { url, header, access, includeFiles, output, timeoutMs } = options;
  if (includeFiles.length > 0 && !includeFiles.some(isPattern)) return planNamed(url, includeFiles, output);
  const entries = await fetcher.entries({ url, header, ...access }, { signal, timeoutMs });
  const plan = planFolder(url, entries, includeFiles, output);
  if (plan.files.length > 0) return plan;
  throw new Failure('notFound', `${url} has no files${includeFiles.length > 0 ? ' of these names' : ''}`);
}

async function fetchAll(
  files: readonly PlannedFile[],
  options: DfgetOptions,
  fetcher: Fetcher,
  progress: Progress,
  signal: AbortSignal,
): Promise<void> {
  const failed = new AbortController();
  const either = AbortSignal.any([signal, failed.signal]);
  const all = new FolderProgress(progress, files);
  const queue = [...files];
  const work = async () => {
    for (let file = queue.shift(); file !== undefined && !either.aborted; file = queue.shift()) {
      const { url, output } = file;
      const wish = wishOf({ ...options, url });
      const settings = { signal: either, timeoutMs: options.timeoutMs };
      await bringHome({ ...options, output, digest: undefined }, all.of(file), either, {
        written: () => fetcher.download({ ...wish, output }, settings),
        pieces: () => fetcher.pieces(wish, settings),
      });
    }
  };
  const workers = Array.from({ length: Math.min(options.maxConcurrentRequests, files.length) }, () =>
    work().catch((thrown: unknown) => {
      // Only the first: what the others then say is its consequence.
      failed.abort(thrown);
    }),
  );
  await Promise.all(workers);
  if (failed.signal.aborted) throw failed.signal.reason;
  if (signal.aborted) throw new Failure('cancelled', 'interrupted before all files had arrived');
}

async function requireFolder(output: string): Promise<void> {
  const found = await stat(output).catch(() => undefined);
  if (found?.isDirectory() === true) return;
  throw new Failure('invalid', `${output} is no folder; create it before downloading a folder into it`);
}

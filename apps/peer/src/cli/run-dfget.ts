import { bringHome } from './bring-home.ts';
import type { DfgetOptions } from './dfget-options.ts';
import { chooseFetcher } from './fetcher.ts';
import type { Progress } from './progress.ts';
import { refuseExisting } from './received-file.ts';
import { runFolder } from './run-folder.ts';
import { wishOf } from './wish.ts';

/** Runs one download to its end. The output is whole or as it was before. */
export async function runDfget(options: DfgetOptions, progress: Progress, signal: AbortSignal): Promise<void> {
  const { output, overwrite } = options;
  if (options.folder) return runFolder(options, progress, signal);
  // Before anybody is asked, as the daemon would only say it later.
  if (output !== '-' && !overwrite) await refuseExisting(output);
  const fetcher = await chooseFetcher({ ...options, onAlone: (why) => progress.alone(why) });
  try {
    const wish = wishOf(options);
    const settings = { signal, timeoutMs: options.timeoutMs };
    await bringHome(options, progress, signal, {
      written: () => fetcher.download({ ...wish, output }, settings),
      pieces: () => fetcher.pieces(wish, settings),
    });
  } finally {
    await fetcher.close();
  }
}

import { version } from '../version.ts';
import { type DfgetOptions, dfgetCommand } from './dfget-options.ts';
import { barProgress, jsonProgress, noProgress, type Progress } from './progress.ts';
import { runDfget } from './run-dfget.ts';
import { runTool, stopSignal } from './tool.ts';

const signal = stopSignal();

function progressFor({ json, progress, output, url }: DfgetOptions): Progress {
  if (json) return jsonProgress(process.stdout, () => performance.now());
  if (!progress || output === '-') return noProgress();
  return barProgress(process.stderr, readable(new URL(url).pathname), () => performance.now());
}

/** As people write it; a name that is no text stays as it is. */
function readable(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

const download = (options: DfgetOptions): Promise<void> => runDfget(options, progressFor(options), signal);

await runTool(dfgetCommand(version, download).exitOverride(), 'Download');

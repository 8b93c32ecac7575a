import { Failure } from '@damselfly/core';
import { CommanderError } from 'commander';
import { version } from '../version.ts';
import { type DfgetOptions, dfgetCommand } from './dfget-options.ts';
import { failureLine, failureReport } from './failure-report.ts';
import { barProgress, jsonProgress, noProgress, type Progress } from './progress.ts';
import { isBrokenPipe, runDfget } from './run-dfget.ts';

const stopped = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stopped.abort());

function progressFor({ json, progress, output, url }: DfgetOptions): Progress {
  if (json) return jsonProgress(process.stdout, () => performance.now());
  if (!progress || output === '-') return noProgress();
  return barProgress(process.stderr, decodeURIComponent(new URL(url).pathname), () => performance.now());
}

async function download(options: DfgetOptions): Promise<void> {
  try {
    await runDfget(options, progressFor(options), stopped.signal);
  } catch (thrown) {
    if (isBrokenPipe(thrown)) return;
    const failure = Failure.from(thrown);
    if (options.json) process.stdout.write(`${failureLine(failure)}\n`);
    else process.stderr.write(`${failureReport(failure, process.stderr.isTTY)}\n`);
    process.exitCode = 1;
  }
}

try {
  await dfgetCommand(version, download).exitOverride().parseAsync();
} catch (thrown) {
  if (!(thrown instanceof CommanderError))
    process.stderr.write(`${failureReport(Failure.from(thrown), process.stderr.isTTY)}\n`);
  process.exitCode = thrown instanceof CommanderError ? (thrown.exitCode === 0 ? 0 : 2) : 1;
}

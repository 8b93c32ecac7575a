import { Failure } from '@damselfly/core';
import { type Command, CommanderError } from 'commander';
import { isBrokenPipe } from './bring-home.ts';
import { acceptEnvironment, acceptLogFlags } from './environment.ts';
import { failureLine, failureReport } from './failure-report.ts';

/** Runs a command line tool to its exit code: 0 done, 1 failed, 2 wrong usage. `what` begins the report of a failure. */
export async function runTool(program: Command, what: string): Promise<void> {
  try {
    acceptLogFlags(program);
    acceptEnvironment(program);
    await program.parseAsync();
  } catch (thrown) {
    if (thrown instanceof CommanderError) {
      process.exitCode = thrown.exitCode === 0 ? 0 : 2;
      return;
    }
    if (isBrokenPipe(thrown)) return;
    const failure = Failure.from(thrown);
    if (process.argv.includes('--json')) process.stdout.write(`${failureLine(failure)}\n`);
    else process.stderr.write(`${failureReport(failure, process.stderr.isTTY, what)}\n`);
    process.exitCode = 1;
  }
}

/** Aborts when the user or the system asks the program to end. */
export function stopSignal(): AbortSignal {
  const stopped = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stopped.abort());
  return stopped.signal;
}

/** One JSON value, with counts of any size as numbers. */
export const jsonText = (value: unknown): string =>
  JSON.stringify(value, (key, inner: unknown) => {
    if (key === '_unknownFields') return undefined;
    return typeof inner === 'bigint' ? Number(inner) : inner;
  });

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, openSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Failure } from '@damselfly/core';
import { z } from 'zod';

const readyEnvelope = z.object({ ready: z.unknown() });

export interface Child<Ready> {
  readonly name: string;
  readonly pid: number;
  readonly ready: Ready;
  /** Resolves when the process has ended, with how it ended. */
  readonly ended: Promise<string>;
  /** Asks it to stop, and kills it after `graceMs`. */
  stop(graceMs: number): Promise<void>;
}

export interface ChildOptions<Ready extends z.ZodType> {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly logFile: string;
  readonly ready: Ready;
  readonly readyTimeoutMs: number;
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Starts a daemon in a process group of its own and waits for its ready line.
 * The IPC channel tells it when its launcher is gone. Standard error goes to the log file.
 */
export async function startChild<Ready extends z.ZodType>(
  options: ChildOptions<Ready>,
): Promise<Child<z.output<Ready>>> {
  const { name, program, args, logFile } = options;
  const log = openSync(logFile, 'a', 0o640);
  const child = spawn(process.execPath, ['--enable-source-maps', program, ...args], {
    detached: true,
    stdio: ['ignore', 'pipe', log, 'ipc'],
    env: { ...process.env, ...options.env },
  });
  if (child.pid === undefined) throw new Failure('internal', `${name} could not be started`);
  const ended = once(child, 'exit').then(([code, signal]) =>
    signal === null ? `exit code ${code}` : `signal ${signal}`,
  );
  const ready = await readyLine(child, ended, options);
  return { name, pid: child.pid, ready, ended, stop: (graceMs) => stopProcess(child, ended, graceMs) };
}

async function readyLine<Ready extends z.ZodType>(
  child: ChildProcess,
  ended: Promise<string>,
  options: ChildOptions<Ready>,
): Promise<z.output<Ready>> {
  const { name, logFile, ready: schema, readyTimeoutMs } = options;
  if (child.stdout === null) throw new Failure('internal', `${name} has no output to read`);
  const lines = createInterface({ input: child.stdout });
  const found = (async () => {
    for await (const text of lines) {
      const line = readyEnvelope.safeParse(parseJson(text));
      if (line.success) return schema.parse(line.data.ready);
    }
    return undefined;
  })();
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), readyTimeoutMs);
  try {
    const ready = await Promise.race([
      found,
      ended.then(() => undefined),
      once(limit.signal, 'abort').then(() => undefined),
    ]);
    if (ready !== undefined) {
      child.stdout.resume();
      return ready;
    }
  } finally {
    clearTimeout(timer);
  }
  await stopProcess(child, ended, 1000);
  throw new Failure('unavailable', `${name} did not start: ${await lastWords(logFile)}`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The last line a program wrote for people, or where to look. */
async function lastWords(logFile: string): Promise<string> {
  let last = '';
  for await (const line of createInterface({ input: createReadStream(logFile) }))
    if (line !== '' && !line.startsWith('{')) last = line;
  return last === '' ? `see ${logFile}` : `${last} (log: ${logFile})`;
}

async function stopProcess(child: ChildProcess, ended: Promise<string>, graceMs: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
  await ended;
  clearTimeout(timer);
}

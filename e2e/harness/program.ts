import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { until } from './wait.ts';

export const repository = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** A console with a database takes its time where much else runs. */
const startLimitMs = 120_000;

/** Starts a built program; resolves with its ready line. */
export async function startProgram(program: string, config: string, env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [join(repository, program), '--config', config], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, ...env },
  });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const line = await until(
    'the program to serve again',
    () => {
      if (child.exitCode !== null) throw new Error(`${program} ended with ${child.exitCode}`);
      return text.split('\n').find((candidate) => candidate.includes('"ready"'));
    },
    startLimitMs,
  );
  return { child, line };
}

/** Ends a program and waits until it is gone. */
export async function endProgram(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  await once(child, 'exit');
}

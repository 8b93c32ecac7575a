import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Failure } from '@damselfly/core';
import { z } from 'zod';
import { programs } from '../build/programs.ts';

const progressLine = z.discriminatedUnion('event', [
  z.object({ event: z.literal('started') }),
  z.object({ event: z.literal('progress'), doneBytes: z.number() }),
  z.object({ event: z.literal('finished') }),
  z.object({ event: z.literal('failed'), message: z.string() }),
]);

interface Pull {
  readonly socket: string;
  readonly url: string;
  readonly output: string;
  readonly onDone: (doneBytes: number) => void;
  readonly signal: AbortSignal;
}

/** Runs `dfget --json` through one peer and relays its progress. Throws what it failed with. */
export async function pullThroughPeer({ socket, url, output, onDone, signal }: Pull): Promise<void> {
  const args = [programs.dfget, '--json', '--overwrite', '-e', socket, '-O', output, url];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], signal });
  const exited = once(child, 'exit');
  let failure: string | undefined;
  for await (const line of createInterface({ input: child.stdout })) {
    const step = progressLine.parse(JSON.parse(line));
    if (step.event === 'progress') onDone(step.doneBytes);
    if (step.event === 'failed') failure = step.message;
  }
  const [code] = await exited;
  if (code !== 0) throw new Failure('unavailable', failure ?? `dfget ended with exit code ${code}`);
}

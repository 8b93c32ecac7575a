import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { Flavour } from './bench-server.ts';

const cpuUsage = z.object({ user: z.number(), system: z.number() });

/** A server in a process and a folder of its own, for as long as `use` takes. */
export async function withServer<T>(
  flavour: Flavour,
  use: (port: number, cpuMs: () => Promise<number>) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'damselfly-bench-'));
  const self = process.argv[1] ?? '';
  const child = spawn(process.execPath, [...process.execArgv, self, '--serve', flavour, '--folder', folder], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  try {
    return await use(await portOf(child), async () => {
      const answer = once(child, 'message');
      child.send('how much?');
      const { user, system } = cpuUsage.parse((await answer)[0]);
      return (user + system) / 1000;
    });
  } finally {
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
    await rm(folder, { recursive: true, force: true });
  }
}

async function portOf(child: ChildProcess): Promise<number> {
  if (child.stdout === null) throw new Error('the server process has no output');
  for await (const line of createInterface(child.stdout))
    return z.object({ port: z.int() }).parse(JSON.parse(line)).port;
  throw new Error('the server process ended before it served');
}

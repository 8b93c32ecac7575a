import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '@damselfly/core';
import { z } from 'zod';

const pid = z.int().positive();

/** What runs and where, for scripts and tests: `run.json` in the data folder. Addresses are `ip:port`, sockets paths. */
export const runFile = z.object({
  console: z.object({ url: z.string(), grpc: z.string(), pid }),
  schedulers: z.array(z.object({ grpc: z.string(), pid })),
  peers: z.array(
    z.object({
      name: z.string(),
      type: z.enum(['seed', 'normal']),
      socket: z.string(),
      grpc: z.string(),
      proxy: z.string().optional(),
      piece: z.string(),
      metrics: z.string(),
      pid,
    }),
  ),
});
export type RunFile = z.output<typeof runFile>;

const pathIn = (dataDir: string) => join(dataDir, 'run.json');

/** Writes the file beside and renames it, so that a reader never sees half of it. */
export async function writeRunFile(dataDir: string, run: RunFile): Promise<void> {
  const beside = `${pathIn(dataDir)}.new`;
  await writeFile(beside, `${JSON.stringify(run, undefined, 2)}\n`);
  await rename(beside, pathIn(dataDir));
}

/** Reads the file of a running system. Throws `notFound` with the command that starts one. */
export async function readRunFile(dataDir: string): Promise<RunFile> {
  let text: string;
  try {
    text = await readFile(pathIn(dataDir), 'utf8');
  } catch (cause) {
    throw new Failure('notFound', `no system runs on ${dataDir}. Start one with: npm start`, { cause });
  }
  return runFile.parse(JSON.parse(text));
}

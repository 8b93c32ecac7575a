import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { repository } from './program.ts';

export interface DfgetResult {
  readonly exitCode: number | null;
  readonly output: string;
}

/** Runs the built `dfget` against a peer's socket; resolves when it has ended, however it ended. */
export const dfget = (socket: string, url: string, output: string, ...flags: string[]): Promise<DfgetResult> =>
  tool('dfget', ['-e', socket, '--no-progress', ...flags, '-O', output, url]);

/** Hands a file to the network by the built `dfcache`, which keeps it on several hosts. */
export const importFile = (socket: string, path: string, ...flags: string[]): Promise<DfgetResult> =>
  tool('dfcache', ['import', '-e', socket, '--no-progress', ...flags, path]);

async function tool(name: string, args: readonly string[]): Promise<DfgetResult> {
  const child = spawn(process.execPath, [join(repository, `apps/peer/dist/${name}.js`), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const [code] = await once(child, 'close');
  return { exitCode: typeof code === 'number' ? code : null, output: text };
}

/** Lowercase hex SHA-256 of a file. */
export async function sha256File(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 20 })) hash.update(chunk);
  return hash.digest('hex');
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface ToolRun {
  readonly exitCode: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** Runs a tool from its source to its end; `tool` names a file of `cli`. */
export async function runTool(
  tool: string,
  args: readonly string[],
  { signal, onOutput }: { signal?: AbortSignal; onOutput?: (text: string) => void } = {},
): Promise<ToolRun> {
  const main = fileURLToPath(new URL(`../cli/${tool}.ts`, import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', main, ...args], {
    cwd: dirname(main),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stop = () => child.kill('SIGTERM');
  signal?.addEventListener('abort', stop, { once: true });
  const out: Buffer[] = [];
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out.push(chunk);
    onOutput?.(chunk.toString());
  });
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const [code] = await once(child, 'close');
  signal?.removeEventListener('abort', stop);
  return { exitCode: typeof code === 'number' ? code : null, stdout: Buffer.concat(out), stderr };
}

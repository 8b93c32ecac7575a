import { spawn } from 'node:child_process';
import { once } from 'node:events';

interface ExecOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Keep the output and show it only when the command fails. */
  readonly quiet?: boolean;
}

/** Runs a program to its end and returns its exit code. With `quiet`, output is shown only on failure. */
export async function exec(
  file: string,
  args: readonly string[],
  { cwd, env, quiet = false }: ExecOptions = {},
): Promise<number> {
  const child = spawn(file, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
  });
  const kept: Buffer[] = [];
  const keep = (chunk: Buffer) => void kept.push(chunk);
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  const [code] = await once(child, 'close');
  const exitCode = typeof code === 'number' ? code : 1;
  if (exitCode !== 0 && quiet) process.stderr.write(Buffer.concat(kept));
  return exitCode;
}

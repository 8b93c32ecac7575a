import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { root } from './programs.ts';

const skipped = new Set(['node_modules', 'dist', '.next', 'generated', 'next-env.d.ts', 'tsconfig.tsbuildinfo']);

/** A fingerprint of folders and files: names, sizes and modification times. */
async function fingerprint(paths: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  const visit = async (path: string): Promise<void> => {
    const info = await stat(path);
    if (!info.isDirectory()) {
      hash.update(`${path}:${info.size}:${info.mtimeMs};`);
      return;
    }
    const names = (await readdir(path)).filter((name) => !skipped.has(name) && !name.endsWith('.test.ts')).sort();
    for (const name of names) await visit(join(path, name));
  };
  for (const path of paths) await visit(join(root, path));
  return hash.digest('hex');
}

/** Runs a build step unless its inputs are as they were when it last succeeded. Says whether it ran. */
export async function whenChanged(step: string, inputs: readonly string[], run: () => Promise<void>): Promise<boolean> {
  const file = join(root, 'node_modules', '.damselfly-build', step);
  const now = await fingerprint([...inputs, 'package-lock.json', 'tsconfig.base.json']);
  const before = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  if (before === now) return false;
  await run();
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, now);
  return true;
}

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../build/programs.ts';
import { exec } from '../exec.ts';
import { configurationPage } from '../reference/configuration-page.ts';

/** `npm run generate`: protocol code, database client and reference pages. Same input, same output. */
export async function run(): Promise<number> {
  for (const workspace of ['packages/proto', 'packages/db']) {
    const code = await exec('npm', ['run', '--silent', 'generate', '-w', workspace], { cwd: root });
    if (code !== 0) return code;
  }
  await writeFile(join(root, 'docs/configuration.md'), await configurationPage());
  return 0;
}

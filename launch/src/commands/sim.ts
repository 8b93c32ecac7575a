import { buildAll } from '../build/build.ts';
import { programs } from '../build/programs.ts';
import { exec } from '../exec.ts';

/** `npm run sim -- --peers N`: the scheduler's core against virtual peers. */
export async function run(argv: string[]): Promise<number> {
  await buildAll((sentence) => console.error(`· ${sentence}`));
  return await exec(process.execPath, ['--enable-source-maps', programs.sim, ...argv]);
}

import { buildAll } from '../build/build.ts';
import { programs } from '../build/programs.ts';
import { exec } from '../exec.ts';

/** `npm run dfctl -- <dfctl arguments>`. */
export async function run(argv: string[]): Promise<number> {
  await buildAll((sentence) => console.error(`· ${sentence}`));
  return await exec(process.execPath, [programs.dfctl, ...(argv.length === 0 ? ['--help'] : argv)]);
}

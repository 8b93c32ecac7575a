import { join, resolve } from 'node:path';
import { buildAll } from '../build/build.ts';
import { root } from '../build/programs.ts';
import { exec } from '../exec.ts';
import { requireChromium } from '../testing/packages.ts';

/** `npm run shots [-- folder]`: a picture of every page of the console, in both themes and on a phone, for people to look at. */
export async function run([folder = '.damselfly/shots', ...rest]: string[]): Promise<number> {
  await requireChromium();
  await buildAll((sentence) => console.error(`· ${sentence}`));
  const config = ['test', '-c', 'e2e/shots.config.ts', ...rest];
  const SHOTS_DIR = resolve(root, folder);
  const code = await exec(join(root, 'node_modules/.bin/playwright'), config, { cwd: root, env: { SHOTS_DIR } });
  console.error(`pictures: ${SHOTS_DIR}`);
  return code;
}

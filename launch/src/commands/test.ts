import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { Failure } from '@damselfly/core';
import { buildAll } from '../build/build.ts';
import { root } from '../build/programs.ts';
import { exec } from '../exec.ts';

/**
 * `npm test`: builds, then unit, contract, cluster and browser tests.
 * `npm test -- unit|cluster|browser [arguments of the runner]` runs one part.
 */
export async function run(argv: string[]): Promise<number> {
  const [part = 'all', ...rest] = argv;
  if (!['all', 'unit', 'cluster', 'browser'].includes(part))
    throw new Failure('invalid', `npm test -- takes unit, cluster or browser, not "${part}"`);
  if (part === 'all' || part === 'browser') await installChromium();
  await buildAll((sentence) => console.error(`· ${sentence}`));
  const codes: number[] = [];
  if (part === 'all' || part === 'unit') codes.push(await vitest(['--project', '!e2e', ...rest]));
  if (part === 'all' || part === 'cluster') codes.push(await vitest(['--project', 'e2e', ...rest]));
  if (part === 'all' || part === 'browser')
    codes.push(
      await exec(join(root, 'node_modules/.bin/playwright'), ['test', '-c', 'e2e/playwright.config.ts', ...rest], {
        cwd: root,
      }),
    );
  return Math.max(...codes);
}

const vitest = (args: readonly string[]) =>
  exec(join(root, 'node_modules/.bin/vitest'), ['run', ...args], { cwd: root });

const findChromium = () =>
  spawnSync('sh', ['-c', 'command -v chromium || command -v chromium-browser || command -v google-chrome'], {
    encoding: 'utf8',
  }).stdout.trim();

/** The browser tests need a Chromium: Debian's is installed when it is missing and we may. */
async function installChromium(): Promise<void> {
  if (findChromium() !== '') return;
  const remedy = 'The browser tests need Chromium. Install it, for example with: apt-get install chromium';
  if (process.getuid?.() !== 0 || spawnSync('sh', ['-c', 'command -v apt-get']).status !== 0)
    throw new Failure('precondition', remedy);
  console.error('· installing Chromium from the system packages');
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await exec('apt-get', ['update', '-q'], { env, quiet: true });
  const code = await exec('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium'], {
    env,
    quiet: true,
  });
  if (code !== 0 || findChromium() === '')
    throw new Failure('precondition', `Chromium could not be installed; the reason is above. ${remedy}`);
}

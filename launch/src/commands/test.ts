import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { Failure } from '@damselfly/core';
import { buildAll } from '../build/build.ts';
import { root } from '../build/programs.ts';
import { exec } from '../exec.ts';

/**
 * `npm test`: builds, then unit, contract, cluster and browser tests.
 * `npm test -- unit|cluster|browser [arguments of the runner]` runs one part. `npm test -- slow` tries
 * the scheduler's properties on 100,000 sequences of messages and kills a writing store 100 times, which takes minutes
 * and belongs to no other part.
 */
export async function run(argv: string[]): Promise<number> {
  const [part = 'all', ...rest] = argv;
  if (!['all', 'unit', 'cluster', 'browser', 'slow'].includes(part))
    throw new Failure('invalid', `npm test -- takes unit, cluster, browser or slow, not "${part}"`);
  if (part === 'slow')
    return Math.max(
      await vitest(['--project', 'scheduler', 'property', ...rest], { DAMSELFLY_SEQUENCES: '100000' }),
      await vitest(['--project', 'peer', 'storage/kill', ...rest], { DAMSELFLY_KILLS: '100' }),
    );
  if (part === 'all' || part === 'browser') await installChromium();
  if (part === 'all' || part === 'unit') await installRedis();
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

const vitest = (args: readonly string[], env: Record<string, string> = {}) =>
  exec(join(root, 'node_modules/.bin/vitest'), ['run', ...args], { cwd: root, env });

const findChromium = () =>
  spawnSync('sh', ['-c', 'command -v chromium || command -v chromium-browser || command -v google-chrome'], {
    encoding: 'utf8',
  }).stdout.trim();

/** The browser tests need a Chromium: Debian's is installed when it is missing and we may. */
async function installChromium(): Promise<void> {
  if (findChromium() !== '') return;
  const remedy = 'The browser tests need Chromium. Install it, for example with: apt-get install chromium';
  if (!mayInstall()) throw new Failure('precondition', remedy);
  if ((await install('chromium')) !== 0 || findChromium() === '')
    throw new Failure('precondition', `Chromium could not be installed; the reason is above. ${remedy}`);
}

const hasRedis = () => spawnSync('sh', ['-c', 'command -v redis-server || command -v valkey-server']).status === 0;

/** The Redis store is tested against a real server; without one those tests are skipped, and say so. */
async function installRedis(): Promise<void> {
  if (hasRedis()) return;
  if (mayInstall() && (await install('redis-server')) === 0 && hasRedis()) return;
  console.error('· the Redis store will not be tested; install a server for it with: apt-get install redis-server');
}

const mayInstall = () => process.getuid?.() === 0 && spawnSync('sh', ['-c', 'command -v apt-get']).status === 0;

/** Installs a Debian package; a service in it is not started. */
async function install(name: string): Promise<number> {
  console.error(`· installing ${name} from the system packages`);
  const env = { DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  await exec('apt-get', ['update', '-q'], { env, quiet: true });
  return await exec('apt-get', ['install', '-y', '-q', '--no-install-recommends', name], { env, quiet: true });
}

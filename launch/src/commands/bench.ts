import { join } from 'node:path';
import { Failure } from '@damselfly/core';
import { buildAll } from '../build/build.ts';
import { programs, root } from '../build/programs.ts';
import { exec } from '../exec.ts';

const suites: Readonly<Record<string, readonly string[]>> = {
  transport: ['--enable-source-maps', programs.transportBench, 'transport'],
  storage: ['--enable-source-maps', programs.transportBench, 'storage'],
  compression: ['--enable-source-maps', programs.transportBench, 'compression'],
  download: ['--enable-source-maps', programs.transportBench, 'download', '--scheduler', programs.scheduler],
  swarm: ['--enable-source-maps', programs.transportBench, 'swarm', '--scheduler', programs.scheduler],
  scheduler: ['--enable-source-maps', '--expose-gc', programs.schedulerBench],
  web: ['--import', 'tsx', join(root, 'e2e/bench/web.ts')],
  manager: ['--expose-gc', '--import', 'tsx', join(root, 'apps/console/bench/manager/main.ts')],
  'live-dag': ['--import', 'tsx', join(root, 'apps/console/bench/live-dag/main.ts')],
};

/** `npm run bench -- <suite> [--quick] [--json]`: a table for people; with `--json` the last line is one object. */
export async function run(argv: string[]): Promise<number> {
  const [name = '', ...rest] = argv;
  const suite = suites[name];
  if (suite === undefined)
    throw new Failure(
      'invalid',
      `npm run bench -- <suite> [--quick] [--json]; suites: ${Object.keys(suites).join(', ')}`,
    );
  await buildAll((sentence) => console.error(`· ${sentence}`));
  return await exec(process.execPath, [...suite, ...rest], { cwd: root });
}

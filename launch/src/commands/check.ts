import { join } from 'node:path';
import { Failure, formatDuration } from '@damselfly/core';
import { root } from '../build/programs.ts';
import { exec } from '../exec.ts';

interface Step {
  readonly name: string;
  readonly file: string;
  readonly args: readonly string[];
}

const tool = (name: string) => join(root, 'node_modules/.bin', name);
const projects = [
  'packages/core',
  'packages/proto',
  'packages/db',
  'packages/registry',
  'apps/scheduler',
  'apps/scheduler/src/core',
  'apps/peer',
  'apps/console',
  'apps/console/bench/manager',
  'launch',
  'e2e',
];

const steps: readonly Step[] = [
  { name: 'format and lint', file: tool('biome'), args: ['ci', '--error-on-warnings', '.'] },
  { name: 'typed lint', file: tool('eslint'), args: ['--max-warnings=0', '.'] },
  ...projects.map((project) => ({ name: `types of ${project}`, file: tool('tsc'), args: ['-p', project] })),
  { name: 'floors', file: process.execPath, args: ['--import', 'tsx', 'launch/src/check/floors.ts'] },
  { name: 'unused code', file: tool('knip'), args: [] },
  { name: 'protocol files', file: 'npm', args: ['run', '--silent', 'lint:proto', '-w', 'packages/proto'] },
  { name: 'generated files', file: process.execPath, args: ['launch/bootstrap.mjs', 'generate'] },
  {
    name: 'generated files unchanged',
    file: 'git',
    args: [
      'diff',
      '--exit-code',
      '--stat',
      '--',
      'packages/proto/src/gen',
      'packages/proto/breaking',
      'docs/configuration.md',
    ],
  },
];

/** `npm run check`: every rule that needs no running program. Runs all of them and names those that fail. */
export async function run(argv: string[]): Promise<number> {
  const only = argv[0];
  if (await exec('npm', ['run', '--silent', 'generate', '-w', 'packages/db'], { cwd: root, quiet: true }))
    throw new Failure('internal', 'the database client could not be generated');
  const failed: string[] = [];
  for (const { name, file, args } of steps) {
    if (only !== undefined && !name.includes(only)) continue;
    const startedMs = performance.now();
    const code = await exec(file, args, { cwd: root, quiet: true });
    console.error(`${code === 0 ? '✓' : '✗'} ${name} (${formatDuration(performance.now() - startedMs)})`);
    if (code !== 0) failed.push(name);
  }
  if (failed.length > 0) console.error(`\nfailed: ${failed.join(', ')}`);
  return failed.length === 0 ? 0 : 1;
}

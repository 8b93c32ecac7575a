import { join } from 'node:path';
import { Failure } from '@damselfly/core';
import { exec } from '../exec.ts';
import { bundleAll } from './bundle.ts';
import { allBundles, root } from './programs.ts';
import { whenChanged } from './stamp.ts';

/** Generates and builds what has changed since the last time; says each step that takes a while. */
export async function buildAll(say: (sentence: string) => void): Promise<void> {
  await whenChanged('database-client', ['prisma/schema.prisma'], async () => {
    say('generating the database client');
    await step('npm', ['run', '--silent', 'generate', '-w', 'packages/db']);
  });
  await whenChanged(
    'programs',
    ['packages', 'apps/scheduler', 'apps/peer', 'apps/console/src', 'launch/src/build'],
    async () => {
      say('building the programs');
      await bundleAll(allBundles);
    },
  );
  await whenChanged('web', ['packages/core', 'packages/db/src', 'apps/console'], async () => {
    say('building the web console (about half a minute)');
    await step(join(root, 'node_modules/.bin/next'), ['build'], join(root, 'apps/console'));
  });
}

async function step(file: string, args: readonly string[], cwd = root): Promise<void> {
  const code = await exec(file, args, { cwd, quiet: true, env: { NEXT_TELEMETRY_DISABLED: '1' } });
  if (code !== 0)
    throw new Failure(
      'internal',
      `the build step "${[file.split('/').at(-1), ...args].join(' ')}" failed; its output is above`,
    );
}

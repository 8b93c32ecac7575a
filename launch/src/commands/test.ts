import { join } from 'node:path';
import { Failure } from '@damselfly/core';
import { buildAll } from '../build/build.ts';
import { root } from '../build/programs.ts';
import { exec } from '../exec.ts';
import {
  offerClusterPrograms,
  offerDirectory,
  offerRedis,
  requireChromium,
  requireOpenssl,
} from '../testing/packages.ts';
import { startTestPostgres } from '../testing/postgres.ts';

/**
 * `npm test`: builds, then unit, contract, cluster and browser tests.
 * `npm test -- unit|cluster|browser [arguments of the runner]` runs one part. `npm test -- slow` tries
 * the scheduler's properties on 100,000 sequences of messages, kills a writing store and a downloading daemon 100 times
 * each, and feeds a million broken streams to the piece protocol, which takes minutes and belongs to no other part.
 */
export async function run(argv: string[]): Promise<number> {
  const [part = 'all', ...rest] = argv;
  if (!['all', 'unit', 'cluster', 'browser', 'slow'].includes(part))
    throw new Failure('invalid', `npm test -- takes unit, cluster, browser or slow, not "${part}"`);
  if (part === 'slow')
    return Math.max(
      await vitest(['--project', 'scheduler', 'property', ...rest], { DAMSELFLY_SEQUENCES: '100000' }),
      await vitest(['--project', 'peer', 'storage/kill', 'download/kill', ...rest], { DAMSELFLY_KILLS: '100' }),
      await vitest(['--project', 'peer', 'frames.fuzz', ...rest], { DAMSELFLY_FUZZ: '1000000' }),
    );
  const wants = (one: string) => part === 'all' || part === one;
  if (wants('browser')) await requireChromium();
  if (wants('unit')) await requireOpenssl();
  if (wants('unit')) {
    await offerRedis();
    await offerDirectory();
  }
  if (wants('cluster')) await offerClusterPrograms();
  const postgres = wants('unit') || wants('cluster') ? await startTestPostgres() : undefined;
  try {
    await buildAll((sentence) => console.error(`· ${sentence}`));
    const onPostgres: Record<string, string> = postgres ? { DAMSELFLY_TEST_POSTGRES: postgres.url } : {};
    const codes: number[] = [];
    if (wants('unit')) codes.push(await vitest(['--project', '!e2e', ...rest]));
    // What speaks to a database runs a second time, on a server.
    if (wants('unit') && postgres && rest.length === 0)
      codes.push(await vitest(['--project', 'db', '--project', 'console', ...databaseTests], onPostgres));
    if (wants('cluster')) codes.push(await vitest(['--project', 'e2e', ...rest], onPostgres));
    if (wants('browser')) codes.push(await playwright(rest));
    return Math.max(...codes);
  } finally {
    postgres?.stop();
  }
}

/** The tests whose database may be either. */
const databaseTests = ['packages/db/', 'on-database'];

const playwright = (args: readonly string[]) =>
  exec(join(root, 'node_modules/.bin/playwright'), ['test', '-c', 'e2e/playwright.config.ts', ...args], { cwd: root });

const vitest = (args: readonly string[], env: Record<string, string> = {}) =>
  exec(join(root, 'node_modules/.bin/vitest'), ['run', ...args], { cwd: root, env });

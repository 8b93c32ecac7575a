import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's top folder. */
export const root = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));

const bundles = [
  { name: 'console', app: 'apps/console', entry: 'src/main.ts', out: 'main.js' },
  { name: 'scheduler', app: 'apps/scheduler', entry: 'src/main.ts', out: 'main.js' },
  { name: 'sim', app: 'apps/scheduler', entry: 'src/sim/main.ts', out: 'sim.js' },
  { name: 'schedulerBench', app: 'apps/scheduler', entry: 'bench/main.ts', out: 'bench.js' },
  { name: 'dfdaemon', app: 'apps/peer', entry: 'src/main.ts', out: 'dfdaemon.js' },
  { name: 'dfget', app: 'apps/peer', entry: 'src/cli/dfget.ts', out: 'dfget.js' },
  { name: 'dfcache', app: 'apps/peer', entry: 'src/cli/dfcache.ts', out: 'dfcache.js' },
  { name: 'dfctl', app: 'apps/peer', entry: 'src/cli/dfctl.ts', out: 'dfctl.js' },
  { name: 'transportBench', app: 'apps/peer', entry: 'bench/main.ts', out: 'bench.js' },
] as const;

type ProgramName = (typeof bundles)[number]['name'];
export type Bundle = (typeof bundles)[number];

/** Every bundle to build. */
export const allBundles: readonly Bundle[] = bundles.filter(({ app, entry }) => existsSync(join(root, app, entry)));

const outPath = ({ app, out }: Bundle) => join(root, app, 'dist', out);

/** The built file of each program. */
export const programs = Object.fromEntries(bundles.map((bundle) => [bundle.name, outPath(bundle)])) as Record<
  ProgramName,
  string
>;

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { z } from 'zod';
import { root } from '../build/programs.ts';

/** Fewer modules than this means the checker has gone blind, not that the project is clean. */
const leastModules = 150;

const report = z.object({
  summary: z.object({
    totalCruised: z.number(),
    violations: z.array(
      z.object({ from: z.string(), to: z.string(), rule: z.object({ name: z.string(), severity: z.string() }) }),
    ),
  }),
});

const folders = ['packages', 'apps', 'launch', 'e2e'];
const { stdout, stderr } = spawnSync(
  join(root, 'node_modules/.bin/depcruise'),
  ['--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...folders],
  { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 28 },
);
if (stdout === '') {
  console.error(stderr);
  process.exit(1);
}
const { totalCruised, violations } = report.parse(JSON.parse(stdout)).summary;
for (const { from, to, rule } of violations) console.error(`${rule.name}: ${from} → ${to}`);
if (totalCruised < leastModules)
  console.error(`only ${totalCruised} modules were seen, at least ${leastModules} are expected`);
process.exitCode = violations.length > 0 || totalCruised < leastModules ? 1 : 0;

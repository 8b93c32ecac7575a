import { tmpdir } from 'node:os';
import { parseArgs } from 'node:util';
import { makeReport, table } from './report.ts';
import { storageSuite } from './storage/storage-suite.ts';
import { transportSuite } from './transport-suite.ts';
import { runWorker } from './worker.ts';
import { roles } from './worker-link.ts';

const usage = 'bench transport|storage [--quick] [--json] [--dir FOLDER]';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    worker: { type: 'string' },
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    dir: { type: 'string', default: tmpdir() },
  },
});
const role = roles.find((name) => name === values.worker);

if (role !== undefined) runWorker(role);
else if (positionals[0] === 'transport' || positionals[0] === 'storage') {
  const suite = positionals[0];
  const run = suite === 'transport' ? transportSuite : storageSuite;
  const report = makeReport(suite, await run({ dir: values.dir, quick: values.quick }));
  console.log(table(report));
  if (values.json) console.log(JSON.stringify(report));
} else {
  console.error(usage);
  process.exitCode = 64;
}

import { tmpdir } from 'node:os';
import { parseArgs } from 'node:util';
import { compressionSuite } from './compression/compression-suite.ts';
import { downloadSuite } from './download/download-suite.ts';
import { makeReport, type Result, table } from './report.ts';
import { storageSuite } from './storage/storage-suite.ts';
import { swarmRuns, swarmSuite } from './swarm/swarm-suite.ts';
import { transportSuite } from './transport-suite.ts';
import { runWorker } from './worker.ts';
import { roles } from './worker-link.ts';

const usage =
  'bench transport|storage|compression|download|swarm [--quick] [--json] [--dir FOLDER] [--mbit N] [--peers N] [--only RUN,…] [--scheduler FILE]';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    worker: { type: 'string' },
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    dir: { type: 'string', default: tmpdir() },
    mbit: { type: 'string', default: '100' },
    peers: { type: 'string' },
    only: { type: 'string', default: '' },
    scheduler: { type: 'string', default: '' },
  },
});
const role = roles.find((name) => name === values.worker);

const { dir, quick } = values;
const suites: Readonly<Record<string, () => Promise<Result[]>>> = {
  transport: () => transportSuite({ dir, quick }),
  storage: () => storageSuite({ dir, quick }),
  compression: () => compressionSuite({ dir, quick }),
  download: () => downloadSuite({ dir, quick, scheduler: values.scheduler, signal: interrupted(), say }),
  swarm: () => {
    const only = values.only.split(',');
    const runs = swarmRuns.filter((run) => values.only === '' || only.includes(run));
    const peers = values.peers === undefined ? undefined : Number(values.peers);
    const { scheduler } = values;
    const megabits = Number(values.mbit);
    return swarmSuite({ dir, quick, megabits, peers, runs, scheduler, signal: interrupted(), say });
  },
};

const [name = ''] = positionals;
const suite = suites[name];
if (role !== undefined) runWorker(role);
else if (suite === undefined) {
  console.error(usage);
  process.exitCode = 64;
} else {
  const report = makeReport(name, await suite());
  console.log(table(report));
  if (values.json) console.log(JSON.stringify(report));
}

function say(sentence: string): void {
  console.error(`· ${sentence}`);
}

/** Aborts on Ctrl-C, so that what was made is taken down again. */
function interrupted(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => stop.abort(new Error(`stopped by ${signal}`)));
  }
  return stop.signal;
}

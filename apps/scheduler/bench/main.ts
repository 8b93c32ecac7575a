import { parseArgs } from 'node:util';
import { runServer } from './bench-server.ts';
import { heapPerPeer, stepTimes } from './core.ts';
import { json, table } from './report.ts';
import { wireRates } from './wire.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    serve: { type: 'string' },
    folder: { type: 'string', default: '' },
  },
});

if (values.serve === 'real' || values.serve === 'noop') await runServer(values.serve, values.folder);
else await measure();

async function measure(): Promise<void> {
  const { quick } = values;
  const results = [
    ...stepTimes({ rounds: quick ? 3 : 7, events: quick ? 50_000 : 200_000 }),
    ...heapPerPeer({ rounds: quick ? 1 : 3 }),
    ...(await wireRates({ rounds: quick ? 1 : 3, reports: quick ? 50_000 : 200_000 })),
  ];
  process.stdout.write(`${table(results)}\n`);
  if (values.json) process.stdout.write(`${json('scheduler', results)}\n`);
}

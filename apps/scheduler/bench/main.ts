import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { type Flavour, runServer } from './bench-server.ts';
import { heapPerPeer, stepTimes } from './core.ts';
import { load } from './load.ts';
import { json, type Result, table } from './report.ts';
import { median } from './statistics.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    serve: { type: 'string' },
  },
});

if (values.serve === 'real' || values.serve === 'noop') await runServer(values.serve);
else await measure();

async function measure(): Promise<void> {
  const rounds = values.quick ? 3 : 7;
  const results = [
    ...stepTimes({ rounds, events: values.quick ? 50_000 : 200_000 }),
    ...heapPerPeer({ rounds: values.quick ? 1 : 3 }),
    ...(await wireRates({ rounds, streams: 1000, reportsPerStream: values.quick ? 50 : 200 })),
  ];
  process.stdout.write(`${table(results)}\n`);
  if (values.json) process.stdout.write(`${json('scheduler', results)}\n`);
}

/** The scheduler and a handler that does nothing, in turns, each in a process of its own; medians over the rounds. */
async function wireRates(options: { rounds: number; streams: number; reportsPerStream: number }): Promise<Result[]> {
  const rates: Record<Flavour, { registersPerS: number; reportsPerS: number }[]> = { real: [], noop: [] };
  for (let round = 0; round <= options.rounds; round += 1) {
    for (const flavour of ['real', 'noop'] as const) {
      const rate = await withServer(flavour, (port) => load({ ...options, port, run: `r${round}` }));
      // The first round warms up.
      if (round > 0) rates[flavour].push(rate);
    }
  }
  const of = (flavour: Flavour, what: 'registersPerS' | 'reportsPerS') =>
    median(rates[flavour].map((rate) => rate[what]));
  const [registers, reports] = [of('real', 'registersPerS'), of('real', 'reportsPerS')];
  const [noopRegisters, noopReports] = [of('noop', 'registersPerS'), of('noop', 'reportsPerS')];
  return [
    {
      id: 'registers_per_s',
      value: registers,
      unit: '1/s',
      baseline: 'noop_registers_per_s',
      ratio: registers / noopRegisters,
    },
    { id: 'noop_registers_per_s', value: noopRegisters, unit: '1/s' },
    {
      id: 'reports_per_s.1000',
      value: reports,
      unit: '1/s',
      baseline: 'noop_reports_per_s',
      ratio: reports / noopReports,
    },
    { id: 'noop_reports_per_s', value: noopReports, unit: '1/s' },
  ];
}

async function withServer<T>(flavour: Flavour, use: (port: number) => Promise<T>): Promise<T> {
  const self = fileURLToPath(import.meta.url);
  const child = spawn(process.execPath, [...process.execArgv, self, '--serve', flavour], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    return await use(await portOf(child));
  } finally {
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }
}

async function portOf(child: ChildProcess): Promise<number> {
  if (child.stdout === null) throw new Error('the server process has no output');
  for await (const line of createInterface(child.stdout))
    return z.object({ port: z.int() }).parse(JSON.parse(line)).port;
  throw new Error('the server process ended before it served');
}

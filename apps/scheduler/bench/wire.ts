import type { Flavour } from './bench-server.ts';
import { load, type Rate } from './load.ts';
import type { Result } from './report.ts';
import { withServer } from './server-process.ts';
import { median } from './statistics.ts';

interface Situation {
  /** Ends the ids of its figures. */
  readonly name: string;
  readonly streams: number;
  readonly connections: number;
}

const situations: readonly Situation[] = [
  { name: '1000', streams: 1000, connections: 50 },
  { name: '10000', streams: 10_000, connections: 100 },
  { name: '10000.own_connections', streams: 10_000, connections: 10_000 },
];

export interface WireOptions {
  readonly rounds: number;
  /** Piece reports a round, over all streams. */
  readonly reports: number;
}

/** The scheduler and a handler that does nothing, in turns, each in a fresh process; medians over the rounds. */
export async function wireRates(options: WireOptions): Promise<Result[]> {
  const results: Result[] = [];
  for (const situation of situations) results.push(...(await ratesOf(situation, options)));
  return results;
}

async function ratesOf(situation: Situation, { rounds, reports }: WireOptions): Promise<Result[]> {
  const seen: Record<Flavour, { registers: Rate; reports: Rate }[]> = { real: [], noop: [] };
  const { streams, connections, name } = situation;
  for (let round = 0; round < rounds; round += 1) {
    for (const flavour of ['real', 'noop'] as const) {
      await withServer(flavour, async (port, serverCpuMs) => {
        const size = { streams, connections, reportsPerStream: Math.ceil(reports / streams) };
        // The first run of a process warms it up.
        await load({ ...size, streams: 500, connections: 10, port, serverCpuMs, run: `a${round}` });
        seen[flavour].push(await load({ ...size, port, serverCpuMs, run: `b${round}` }));
      });
    }
  }
  const of = (flavour: Flavour, what: 'registers' | 'reports', figure: keyof Rate) =>
    median(seen[flavour].map((rates) => rates[what][figure]));
  return (['reports', 'registers'] as const).flatMap((what) => {
    const baseline = `noop_${what}_per_s${what === 'reports' && name === '1000' ? '' : `.${name}`}`;
    const [value, noop] = [of('real', what, 'perS'), of('noop', what, 'perS')];
    const id = what === 'registers' && name === '10000' ? 'registers_per_s' : `${what}_per_s.${name}`;
    const [perCpuS, noopPerCpuS] = [of('real', what, 'perCpuS'), of('noop', what, 'perCpuS')];
    return [
      { id, value, unit: '1/s', baseline, ratio: value / noop },
      { id: baseline, value: noop, unit: '1/s' },
      { id: `${id}.per_cpu_s`, value: perCpuS, unit: '1/s', baseline: 'noop', ratio: perCpuS / noopPerCpuS },
      { id: `${id}.server_busy`, value: of('real', what, 'busy'), unit: 'cores' },
    ];
  });
}

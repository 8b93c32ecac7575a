import { parseArgs } from 'node:util';
import { Failure } from '@damselfly/core';

/** What the command line asks for. */
export interface SimOptions {
  readonly help: boolean;
  readonly json: boolean;
  /** False leaves out what a clock measured, so that two runs print the same bytes. */
  readonly times: boolean;
  readonly scenarios: readonly string[];
  readonly traces: readonly string[];
  readonly evaluators: readonly string[];
  /** Fields of a scenario that the command line sets. */
  readonly overrides: Readonly<Record<string, unknown>>;
}

export const help = `npm run sim -- [--scenario NAME|FILE]... [--trace FILE]... [--evaluator NAME|PATH]... [options]

Runs the scheduler's own core against virtual peers in virtual time, and prints how well the swarm did.
Without a scenario or a trace: peers on equal hosts that all ask at once.

  --scenario NAME|FILE   a scenario of apps/scheduler/scenarios (by its name), or any file of that form
  --trace FILE           what a scheduler recorded with --record: the same hosts and downloads, at the same times
  --evaluator NAME|PATH  default, measured, random, or a module as for scheduler.plugin; several are compared
  --seed N               seed of every random choice (1); the same seed gives the same outcome
  --json                 one object a run, a line each, instead of the table
  --no-times             leave out what depends on this machine's speed: two runs then print the same bytes

Fields of the scenario (they count before its file; sizes and rates like 64MiB or 125MB, rates a second, times like 10s):
  --peers N  --tasks N  --size S  --piece S  --seeds N
  --arrival T            the peers arrive evenly over this time
  --origin R  --seed-rate R  --peer-rate R
  --parents N            parents a peer is offered (candidateParentLimit)

Columns: done = downloads finished of those planned (the rest lost their host); last/bound = time to the last peer ÷ the
least time any swarm of this bandwidth can need (fluid bound); origin = bytes the origin sent ÷ size of the tasks;
depth = most hosts a piece went through; width = most peers of a task at one depth; p50/p99 = time of one decision.

  npm run sim -- --peers 100000 --tasks 50 --seed 1
  npm run sim -- --scenario flash-crowd --evaluator default --evaluator measured
  npm run sim -- --trace /tmp/today.jsonl --evaluator ./my-evaluator.mjs
`;

/** Reads the command line. Throws `invalid` for what it does not know. */
export function parseOptions(argv: readonly string[]): SimOptions {
  const values = read(argv);
  const number = (name: 'peers' | 'tasks' | 'seeds' | 'seed') => values[name] && { [name]: Number(values[name]) };
  const both = (rate: string | undefined, up: string, down: string) => rate && { [up]: rate, [down]: rate };
  const rates = {
    ...(values.origin && { origin: values.origin }),
    ...both(values['seed-rate'], 'seedUp', 'seedDown'),
    ...both(values['peer-rate'], 'peerUp', 'peerDown'),
  };
  return {
    ...{ help: values.help, json: values.json, times: !values['no-times'] },
    ...{ scenarios: values.scenario, traces: values.trace, evaluators: values.evaluator },
    overrides: {
      ...{ ...number('peers'), ...number('tasks'), ...number('seeds'), ...number('seed') },
      ...(values.size && { size: values.size }),
      ...(values.piece && { piece: values.piece }),
      ...(values.arrival && { arrival: { over: values.arrival } }),
      ...(Object.keys(rates).length > 0 && { rates }),
      ...(values.parents && { policy: { candidateParentLimit: Number(values.parents) } }),
    },
  };
}

function read(argv: readonly string[]) {
  const many = { type: 'string', multiple: true, default: [] as string[] } as const;
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  try {
    return parseArgs({
      args: [...argv],
      options: {
        ...{ help: { ...flag, short: 'h' }, json: flag, 'no-times': flag },
        ...{ scenario: many, trace: many, evaluator: many },
        ...{ peers: text, tasks: text, seeds: text, seed: text, size: text, piece: text, arrival: text, parents: text },
        ...{ origin: text, 'seed-rate': text, 'peer-rate': text },
      },
    }).values;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Failure('invalid', `${why}; npm run sim -- --help tells what there is`, { cause });
  }
}

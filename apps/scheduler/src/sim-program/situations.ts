import { readdir, readFile } from 'node:fs/promises';
import { Failure } from '@damselfly/core';
import type { Evaluator } from '../core/evaluator.ts';
import { type Plan, planOf } from '../sim/plan.ts';
import type { SimOptions } from './options.ts';
import { parseScenario, scenarioOf } from './scenario-file.ts';
import { planOfTrace } from './trace-plan.ts';

/** Something to simulate, before it is known with which evaluator. */
export interface Situation {
  readonly name: string;
  readonly seed: number;
  plan(evaluator: Evaluator): Plan;
}

/** Everything the command line names; with nothing named, what its options say. */
export async function situationsOf({ scenarios, traces, overrides }: SimOptions): Promise<Situation[]> {
  const situations: Situation[] = [];
  for (const file of traces)
    situations.push(fromTrace(file, await readFile(file, 'utf8'), Number(overrides.seed ?? 1)));
  for (const name of scenarios) situations.push(fromScenario(name, parseScenario(await scenarioText(name), overrides)));
  if (situations.length === 0) situations.push(fromScenario('at-once', scenarioOf({}, overrides)));
  return situations;
}

function fromTrace(file: string, text: string, seed: number): Situation {
  const lines = text.split('\n');
  return { name: nameOf(file), seed, plan: (evaluator) => planOfTrace(lines, seed, evaluator) };
}

const nameOf = (file: string): string => file.replace(/^.*\//, '').replace(/\.jsonl?$/, '');

const fromScenario = (name: string, scenario: ReturnType<typeof scenarioOf>): Situation => ({
  name: nameOf(name),
  seed: scenario.seed,
  plan: (evaluator) => planOf(scenario, evaluator),
});

/** The checked-in scenarios lie beside the sources and beside the built program. */
const folders = [new URL('../../scenarios/', import.meta.url), new URL('../scenarios/', import.meta.url)];

async function scenarioText(name: string): Promise<string> {
  if (/[/.]/.test(name)) return await readFile(name, 'utf8');
  const known: string[] = [];
  for (const folder of folders) {
    const files = await readdir(folder).catch(() => [] as string[]); // The other folder is the one.
    if (files.includes(`${name}.json`)) return await readFile(new URL(`${name}.json`, folder), 'utf8');
    known.push(...files.map((file) => file.replace(/\.json$/, '')));
  }
  throw new Failure('notFound', `there is no scenario ${name}; there are ${known.sort().join(', ')}`);
}

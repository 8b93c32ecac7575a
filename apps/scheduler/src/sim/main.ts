import { Failure } from '@damselfly/core';
import { evaluatorNamed } from '../sim-program/evaluators.ts';
import { help, parseOptions } from '../sim-program/options.ts';
import { jsonLine, type Run, table, timesOf } from '../sim-program/report.ts';
import { type Situation, situationsOf } from '../sim-program/situations.ts';
import { Swarm } from './swarm.ts';

try {
  await main(process.argv.slice(2));
} catch (thrown) {
  const failure = Failure.from(thrown);
  if (failure.code === 'internal') throw thrown;
  process.stderr.write(`${failure.message}\n`);
  process.exitCode = 1;
}

async function main(argv: readonly string[]): Promise<void> {
  const options = parseOptions(argv);
  if (options.help) {
    process.stdout.write(help);
    return;
  }
  const runs: Run[] = [];
  for (const situation of await situationsOf(options)) {
    for (const name of options.evaluators.length > 0 ? options.evaluators : ['default']) {
      const run = await simulate(situation, name, options.times);
      if (options.json) process.stdout.write(`${jsonLine(run)}\n`);
      else runs.push(run);
    }
  }
  if (!options.json) process.stdout.write(`${table(runs)}\n`);
}

async function simulate(situation: Situation, evaluator: string, measures: boolean): Promise<Run> {
  const plan = situation.plan(await evaluatorNamed(evaluator, situation.seed));
  const fromMs = performance.now();
  const swarm = new Swarm(plan, measures ? () => performance.now() : undefined);
  const outcome = swarm.run();
  const times = measures ? timesOf(swarm.desk, performance.now() - fromMs) : undefined;
  return { scenario: situation.name, evaluator, seed: situation.seed, outcome, times };
}

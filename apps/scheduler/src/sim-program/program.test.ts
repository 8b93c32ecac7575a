import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { defaultEvaluator } from '../core/evaluator.ts';
import { Swarm } from '../sim/swarm.ts';
import { parseOptions } from './options.ts';
import { jsonLine, table, timesOf } from './report.ts';
import { parseScenario, scenarioOf } from './scenario-file.ts';
import { situationsOf } from './situations.ts';

async function runOf(argv: readonly string[], clock?: () => number) {
  const options = parseOptions(argv);
  const [situation] = await situationsOf(options);
  if (situation === undefined) throw new Error('no situation');
  const swarm = new Swarm(situation.plan(defaultEvaluator), clock);
  const outcome = swarm.run();
  const times = clock && timesOf(swarm.desk, 1000);
  return { scenario: situation.name, evaluator: 'default', seed: situation.seed, outcome, times };
}

const small = ['--peers', '50', '--size', '16MiB'];

describe('the simulator program', () => {
  test('prints the same bytes for the same seed when times are left out', async () => {
    expect(jsonLine(await runOf(small))).toBe(jsonLine(await runOf(small)));
  });

  test('prints one object with the figures others read', async () => {
    let now = 0;
    const clock = () => {
      now += 0.01;
      return now;
    };
    const line: unknown = JSON.parse(jsonLine(await runOf(small, clock)));
    for (const field of ['wallSeconds', 'decisionsPerSecond', 'decisionP99Micros', 'originRatio', 'lastPeerRatio']) {
      expect(line).toHaveProperty(field, expect.any(Number));
    }
    expect(line).toMatchObject({ peers: 50, finished: 50, originRatio: 1, depthMax: expect.any(Number) });
  });

  test('prints a row for each run', async () => {
    expect(table([await runOf(small)]).split('\n')).toHaveLength(3);
  });

  test('names the field of a scenario that is wrong', () => {
    expect(() => scenarioOf({ peers: 0 })).toThrow(/peers/);
    expect(() => parseScenario('{"rates":{"origin":"fast"}}')).toThrow(/rates\.origin/);
    expect(() => parseScenario('{')).toThrow(/JSON/);
    expect(() => parseOptions(['--pears', '3'])).toThrow(/--help/);
  });

  test('lets the command line replace single fields of a file', () => {
    const { overrides } = parseOptions(['--origin', '1GB', '--peers', '7']);
    const scenario = parseScenario('{"peers":3,"rates":{"origin":"1MB","peerUp":"2MB"}}', overrides);
    expect(scenario).toMatchObject({ peers: 7, rates: { origin: 1e9, peerUp: 2e6 } });
  });

  test('reads every scenario that is checked in', async () => {
    const folder = new URL('../../scenarios/', import.meta.url);
    const files = await readdir(folder);
    expect(files.length).toBeGreaterThan(6);
    for (const file of files) {
      expect(parseScenario(await readFile(new URL(file, folder), 'utf8')).title).not.toBe('');
    }
  });
});

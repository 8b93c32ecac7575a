import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLog } from '@damselfly/core/node';
import { afterAll, expect, test } from 'vitest';
import { defaultEvaluator } from '../core/evaluator.ts';
import { MiB, World } from '../core/testing/world.ts';
import { Swarm } from '../sim/swarm.ts';
import { planOfTrace } from '../sim-program/trace-plan.ts';
import { TraceWriter } from './trace-writer.ts';

const folder = await mkdtemp(join(tmpdir(), 'damselfly-trace-'));
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Two peers get the world's ten pieces of 4 MiB, each within 10 ms, the second one from the first. */
async function recorded(limitBytes: number): Promise<string[]> {
  const world = new World();
  const file = join(folder, 'trace.jsonl');
  const writer = new TraceWriter({ file, limitBytes, cluster: world.cluster, log: silentLog() });
  const told = () => {
    for (const { event, atMs } of world.inputs.splice(0)) writer.note(event, atMs);
  };
  world.host('a', 'normal', { idc: 'east' });
  world.register('a');
  told();
  world.say('a', { kind: 'backToSourceStarted' });
  world.pass(5000);
  world.register('b');
  for (let number = 0; number < 10; number += 1) {
    world.pass(10);
    world.piece('a', number);
    world.piece('b', number, 'a');
    told();
  }
  await writer.close();
  return (await readFile(file, 'utf8')).split('\n');
}

test('a trace becomes the plan of what happened: hosts with the rates that were seen, downloads at their times', async () => {
  const plan = planOfTrace(await recorded(MiB), 1, defaultEvaluator);
  expect(plan.hosts).toMatchObject([{ idc: 'east', kind: 'normal' }, { kind: 'normal' }]);
  expect(plan.tasks).toEqual([{ pieces: 10, pieceBytes: 4 * MiB }]);
  expect(plan.downloads).toEqual([
    { host: 0, task: 0, atMs: 0 },
    { host: 1, task: 0, atMs: 5000 },
  ]);
  expect(plan.hosts[0]?.up).toBeCloseTo((4 * MiB) / 10);
  expect(plan.originRate).toBeCloseTo((4 * MiB) / 10);
  expect(new Swarm(plan).run()).toMatchObject({ peers: 2, finished: 2, originRatio: 1 });
});

test('a trace ends at its limit, and what there is can be replayed', async () => {
  const lines = await recorded(500);
  expect(lines.join('\n').length).toBeLessThanOrEqual(500);
  expect(planOfTrace(lines, 1, defaultEvaluator).downloads.length).toBeGreaterThan(0);
});

test('another file is no trace', () => {
  expect(() => planOfTrace(['{"k":"host"}'], 1, defaultEvaluator)).toThrow(/--record/);
});

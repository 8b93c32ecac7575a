import { describe, expect, test } from 'vitest';
import { defaultEvaluator } from '../core/evaluator.ts';
import { measuredEvaluator } from '../core/measured-evaluator.ts';
import { planOf } from './plan.ts';
import type { Scenario } from './scenario.ts';
import { Swarm } from './swarm.ts';

const MiB = 2 ** 20;
const base: Scenario = {
  ...{ title: '', peers: 200, tasks: 1, tasksPerHost: 1, size: 64 * MiB, piece: 4 * MiB, piecesAtOnce: 8, seeds: 1 },
  ...{ arrival: { over: 0, shape: 'even' }, idcs: [], restarts: [], policy: {}, seed: 1 },
  rates: { origin: 125e6, seedUp: 1250e6, seedDown: 1250e6, peerUp: 125e6, peerDown: 125e6 },
};

const outcomeOf = (change: Partial<Scenario> = {}, evaluator = defaultEvaluator) =>
  new Swarm(planOf({ ...base, ...change }, evaluator)).run();

describe('a simulated swarm', () => {
  test('finishes everywhere, reads the source once, and asks one seed', () => {
    expect(outcomeOf()).toMatchObject({ finished: 200, seedTriggers: 1, originBytes: 64 * MiB, originRatio: 1 });
  });

  test('reads the source once without a seed, too', () => {
    expect(outcomeOf({ seeds: 0 })).toMatchObject({ finished: 200, seedTriggers: 0, originBytes: 64 * MiB });
  });

  test('reads each of several tasks once', () => {
    const outcome = outcomeOf({ tasks: 5, tasksPerHost: 2 });
    expect(outcome).toMatchObject({ finished: 200, seedTriggers: 5, originRatio: 1 });
  });

  test('is never faster than the bound', () => {
    for (const change of [{}, { seeds: 0 }, { arrival: { over: 3000, shape: 'burst' } as const }, { tasks: 4 }]) {
      expect(outcomeOf(change).lastPeerRatio).toBeGreaterThanOrEqual(1);
    }
  });

  test('comes out the same for the same seed, and otherwise for another', () => {
    const change = { slow: { share: 0.1, rate: 0.1 }, churn: { share: 0.1, within: 1000 } };
    expect(outcomeOf(change)).toEqual(outcomeOf(change));
    expect(outcomeOf({ ...change, seed: 2 })).not.toEqual(outcomeOf(change));
  });

  test('survives hosts that damage every piece they pass on', () => {
    const outcome = outcomeOf({ lying: { share: 0.2 } });
    expect(outcome.finished).toBe(200);
    expect(outcome.failedPieces).toBeGreaterThan(0);
  });

  test('survives hosts that vanish: the others finish', () => {
    const outcome = outcomeOf({ churn: { share: 0.3, within: 2000 } });
    expect(outcome.gone).toBeGreaterThan(10);
    expect(outcome.finished + outcome.gone).toBe(200);
    expect(outcome.failed).toBe(0);
  });

  test('survives a restart of its scheduler and still reads the source once', () => {
    const outcome = outcomeOf({
      arrival: { over: 4000, shape: 'even' },
      restarts: [{ at: 1000, away: 500, reunion: 500 }],
    });
    expect(outcome).toMatchObject({ finished: 200, originRatio: 1 });
  });

  test('sends little between data centres when the evaluator knows where a host stands', () => {
    const idcs = ['a', 'b', 'c'].map((name) => ({ name, location: name, weight: 1, seeds: name === 'a' ? 1 : 0 }));
    const there = { idcs, interIdc: 125e6, arrival: { over: 10_000, shape: 'even' } as const };
    const blind = outcomeOf(there, { name: 'blind', score: () => 0 });
    const knowing = outcomeOf(there, measuredEvaluator);
    expect(knowing.finished).toBe(200);
    expect(knowing.interIdcBytes).toBeLessThan(blind.interIdcBytes);
  });
});

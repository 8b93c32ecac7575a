import { describe, expect, test } from 'vitest';
import { lowerBoundMs, type Scenario, simulate } from './swarm.ts';

const scenario: Scenario = {
  peers: 200,
  seeds: 1,
  pieces: 16,
  pieceBytes: 4 * 2 ** 20,
  arrivalMs: 0,
  originRate: 125e6,
  seedRate: 1250e6,
  peerRate: 125e6,
  chance: 1,
};

describe('a simulated swarm', () => {
  test('finishes everywhere, reads the source once, and asks one seed', () => {
    const outcome = simulate(scenario);
    expect(outcome).toMatchObject({ finished: 200, seedTriggers: 1, originBytes: 16 * 4 * 2 ** 20 });
  });

  test('reads the source once without a seed, too', () => {
    expect(simulate({ ...scenario, seeds: 0 })).toMatchObject({ finished: 200, originBytes: 16 * 4 * 2 ** 20 });
  });

  test('is never faster than the bound, and the same chance gives the same outcome', () => {
    const outcome = simulate(scenario);
    expect(outcome.makespanMs).toBeGreaterThanOrEqual(lowerBoundMs(scenario));
    expect(simulate(scenario)).toEqual(outcome);
    expect(simulate({ ...scenario, chance: 2 })).not.toEqual(outcome);
  });
});

import { describe, expect, test } from 'vitest';
import { mutants } from '../core/testing/mutants.ts';
import { mutatedProperties } from './mutated-properties.ts';

describe('the properties find a planted bug:', () => {
  test.each(mutants)('$bug', async (mutant) => {
    const { properties, counterexample } = await mutatedProperties(mutant);
    const finds = (numRuns: number) =>
      Object.values(properties).some((check) => counterexample(check, numRuns, 1) !== undefined);
    const found = finds(20) || finds(300);
    expect(found).toBe(true);
  });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { spreadRow } from './even-row.ts';

test('members keep their order and the minimum gap', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -500, max: 500 })), fc.integer({ min: 1, max: 80 }), (wishes, gap) => {
      const positions = spreadRow(wishes, gap);
      expect(positions).toHaveLength(wishes.length);
      for (let index = 1; index < positions.length; index++) {
        expect((positions[index] ?? 0) - (positions[index - 1] ?? 0)).toBeGreaterThanOrEqual(gap - 1e-6);
      }
    }),
  );
});

test('wishes that already keep the gap are granted exactly', () => {
  expect(spreadRow([-100, 0, 130], 100)).toEqual([-100, 0, 130]);
});

test('members that want the same place stand evenly around it', () => {
  expect(spreadRow([50, 50, 50], 10)).toEqual([40, 50, 60]);
});

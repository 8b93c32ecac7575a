import { hostId, taskId } from '@damselfly/core';
import { expect, test } from 'vitest';
import { transfersOf } from './host-now.ts';

const transfer = (rateBps: number, name?: string) => ({
  other: name === undefined ? null : { id: hostId(name), hostname: name },
  task: taskId('t'),
  rateBps,
});

test('what comes in and goes out stands in one list, the fastest first', () => {
  const all = transfersOf({ receives: [transfer(3), transfer(9, 'a')], sends: [transfer(5, 'b')] });
  expect(all.map(({ direction, other, rateBps }) => [direction, other?.hostname, rateBps])).toEqual([
    ['receives', 'a', 9],
    ['sends', 'b', 5],
    ['receives', undefined, 3],
  ]);
});

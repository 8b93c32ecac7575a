import { taskId } from '@damselfly/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chooseEvictions, type EvictionInput } from './eviction.ts';

const idle = (...sizes: number[]) =>
  sizes.map((storedBytes, index) => ({ id: taskId(`task-${index}`), storedBytes, usedAtMs: index }));

const calm: EvictionInput = {
  neededBytes: 10,
  storedBytes: 60,
  reservedBytes: 0,
  capacityBytes: undefined,
  quotaBytes: undefined,
  disk: { totalBytes: 1000, availableBytes: 900 },
  highPercent: 80,
  lowPercent: 60,
  idle: idle(10, 20, 30),
};

test('nothing goes while there is room', () => {
  expect(chooseEvictions(calm)).toEqual([]);
});

test('over the capacity the oldest go, no more than needed', () => {
  expect(chooseEvictions({ ...calm, capacityBytes: 60 })).toEqual(['task-0']);
  expect(chooseEvictions({ ...calm, capacityBytes: 59 })).toEqual(['task-0', 'task-1']);
});

test('above the high mark the disk is brought down to the low mark', () => {
  const disk = { totalBytes: 100, availableBytes: 25 };
  expect(chooseEvictions({ ...calm, disk })).toEqual(['task-0', 'task-1']);
  expect(chooseEvictions({ ...calm, disk, neededBytes: 0 })).toEqual([]);
  expect(chooseEvictions({ ...calm, disk: { ...disk, availableBytes: 19 }, neededBytes: 0 })).toEqual([
    'task-0',
    'task-1',
  ]);
});

test('above the high mark of a quota the tasks are brought down to the low mark, whatever the disk holds', () => {
  const full = { ...calm, neededBytes: 0, quotaBytes: 70 };
  expect(chooseEvictions(full)).toEqual(['task-0', 'task-1']);
  expect(chooseEvictions({ ...full, quotaBytes: 75 })).toEqual([]);
});

test('a disk that something else fills is no reason to refuse what still fits', () => {
  const disk = { totalBytes: 1000, availableBytes: 50 };
  expect(chooseEvictions({ ...calm, disk, idle: [] })).toEqual([]);
  expect(() => chooseEvictions({ ...calm, disk, idle: [], neededBytes: 51 })).toThrow(
    expect.objectContaining({ code: 'storage' }),
  );
});

test('either it fits afterwards or it is refused', () => {
  const size = fc.nat(1000);
  fc.assert(
    fc.property(
      size,
      size,
      size,
      fc.array(size, { maxLength: 8 }),
      (neededBytes, reservedBytes, capacityBytes, sizes) => {
        const storedBytes = sizes.reduce((sum, bytes) => sum + bytes, 0);
        const input = {
          ...calm,
          neededBytes: neededBytes + 1,
          reservedBytes,
          capacityBytes,
          storedBytes,
          idle: idle(...sizes),
        };
        try {
          const freed = chooseEvictions(input).reduce((sum, id) => sum + (sizes[Number(id.slice(5))] ?? 0), 0);
          expect(storedBytes - freed + reservedBytes + neededBytes + 1).toBeLessThanOrEqual(capacityBytes);
        } catch (thrown) {
          expect(thrown).toMatchObject({ code: 'storage' });
        }
      },
    ),
  );
});

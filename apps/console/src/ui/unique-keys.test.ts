import { expect, test } from 'vitest';
import { uniqueKeys } from './unique-keys.ts';

test('flows of tasks that may not be seen have the same name, and a key of their own each', () => {
  const keys = uniqueKeys(['a', undefined, 'b', undefined, undefined], (task) => `host ${task}`).map(([key]) => key);
  expect(new Set(keys).size).toBe(5);
  expect(keys[0]).toBe('host a');
});

import { expect, test } from 'vitest';
import { areas, inArea } from './areas.ts';

const marked = (path: string) => areas.filter((area) => inArea(path, area)).map(({ name }) => name);

test('each page marks exactly its own area', () => {
  expect(marked('/')).toEqual(['overview']);
  expect(marked('/tasks')).toEqual(['tasks']);
  expect(marked('/tasks/abc')).toEqual(['tasks']);
  expect(marked('/tasksandmore')).toEqual([]);
});

test('no two areas share a key', () => {
  expect(new Set(areas.map(({ key }) => key)).size).toBe(areas.length);
});

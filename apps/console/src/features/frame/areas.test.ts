import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { areas, bySection, inArea } from './areas.ts';

const marked = (path: string) => areas.filter((area) => inArea(path, area)).map(({ name }) => name);

test('each page marks exactly its own area', () => {
  expect(marked('/')).toEqual(['overview']);
  expect(marked('/tasks')).toEqual(['tasks']);
  expect(marked('/tasks/abc')).toEqual(['tasks']);
  expect(marked('/tasksandmore')).toEqual([]);
});

test('no two areas share a key', () => {
  const keys = areas.flatMap(({ key }) => (key === undefined ? [] : [key]));
  expect(new Set(keys).size).toBe(keys.length);
});

test('every area leads to a page that exists', () => {
  const pages = join(import.meta.dirname, '../../app/(console)');
  for (const { href } of areas) expect(existsSync(join(pages, href, 'page.tsx')), href).toBe(true);
});

test('each section stands once, its areas in their order', () => {
  const sections = bySection(areas);
  expect(sections.map(([section]) => section)).toEqual(['top', 'swarm', 'content', 'access', 'operate']);
  expect(sections.flatMap(([, inside]) => inside)).toEqual(areas);
});

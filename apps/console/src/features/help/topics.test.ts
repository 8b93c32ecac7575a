import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { helpMessages } from './messages.ts';
import { topics } from './topics.ts';

test('every topic has its words in both languages, and every word belongs to a topic', () => {
  const names = topics.map(({ name }) => name).sort();
  expect(new Set(names).size).toBe(names.length);
  for (const locale of ['en', 'zh'] as const) expect(Object.keys(helpMessages[locale].topics).sort()).toEqual(names);
});

test('every topic leads to a page that exists', () => {
  const pages = join(import.meta.dirname, '../../app/(console)');
  for (const { href } of topics) expect(existsSync(join(pages, href, 'page.tsx')), href).toBe(true);
});

import { expect, test } from 'vitest';
import { slugOf } from './tenant.ts';

test.each([
  ['Data Platform', 'data-platform'],
  ['  Équipe №7! ', 'e-quipe-no7'],
  ['数据', ''],
  ['a'.repeat(70), 'a'.repeat(64)],
])('%s gets the slug %s', (name, slug) => expect(slugOf(name)).toBe(slug));

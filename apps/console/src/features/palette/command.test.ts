import { Boxes } from 'lucide-react';
import { expect, test } from 'vitest';
import { type Command, matching } from './command.ts';

const command = (label: string, note?: string): Command => ({
  ...{ id: label, group: 'pages', label, icon: Boxes, run: () => undefined },
  ...(note !== undefined && { note }),
});
const labels = (commands: readonly Command[], typed: string) => matching(commands, typed).map(({ label }) => label);

test('every word has to be there; a beginning counts more than a middle', () => {
  const all = [command('Dark theme'), command('Go to tasks', '/tasks'), command('Tasks of the day'), command('Masks')];
  expect(labels(all, 'tasks')).toEqual(['Tasks of the day', 'Go to tasks']);
  expect(labels(all, 'th DARK')).toEqual(['Dark theme']);
  expect(labels(all, 'nothing')).toEqual([]);
  expect(labels(all, '  ')).toHaveLength(4);
});

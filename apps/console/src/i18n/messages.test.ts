import { expect, test } from 'vitest';
import { defineMessages, plural } from './messages.ts';

test('a text that one language lacks, or has alone, does not compile', () => {
  // @ts-expect-error `leave` is missing in Chinese
  defineMessages({ en: { enter: 'Enter', leave: 'Leave' }, zh: { enter: '进入' } });
  // @ts-expect-error `leave` is missing in English
  defineMessages({ en: { enter: 'Enter' }, zh: { enter: '进入', leave: '离开' } });
  // @ts-expect-error the parts differ
  defineMessages({ en: { peers: (n: number) => `${n} peers` }, zh: { peers: (n: string) => `${n} 个节点` } });
  const { zh } = defineMessages({ en: { group: { hello: 'Hello' } }, zh: { group: { hello: '你好' } } });
  expect(zh.group.hello).toBe('你好');
  // @ts-expect-error there is no such text
  expect(zh.nothing).toBeUndefined();
});

test('one is singular, all others are plural', () => {
  expect([0, 1, 2].map((n) => plural(n, 'task', 'tasks'))).toEqual(['0 tasks', '1 task', '2 tasks']);
});

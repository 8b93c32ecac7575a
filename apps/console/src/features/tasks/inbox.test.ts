import { expect, test } from 'vitest';
import { Inbox } from './inbox.ts';

async function read<T>(inbox: Inbox<T>): Promise<T[]> {
  const got: T[] = [];
  for await (const message of inbox.messages()) got.push(message);
  return got;
}

test('messages come in order, those put before the end and while the reader waits', async () => {
  const inbox = new Inbox<number>(10);
  inbox.put(1);
  const reading = read(inbox);
  await Promise.resolve();
  inbox.put(2);
  inbox.put(3);
  inbox.end();
  inbox.put(4);
  expect(await reading).toEqual([1, 2, 3]);
});

test('an error reaches the reader', async () => {
  const inbox = new Inbox<number>(10);
  const reading = read(inbox);
  inbox.fail(new Error('the line broke'));
  await expect(reading).rejects.toThrow('the line broke');
});

test('a reader too far behind fails rather than holding ever more', async () => {
  const inbox = new Inbox<number>(2);
  for (const n of [1, 2, 3, 4]) inbox.put(n);
  await expect(read(inbox)).rejects.toThrow('fell behind');
});

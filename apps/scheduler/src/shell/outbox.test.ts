import type { Failure } from '@damselfly/core';
import { expect, test } from 'vitest';
import { Outbox } from './outbox.ts';

/** A stream that takes `room` replies before it asks to wait. */
function stream(room: number) {
  const seen: string[] = [];
  const sink = {
    write: (reply: string) => {
      seen.push(reply);
      room -= 1;
      return room > 0;
    },
    end: () => seen.push('end'),
    fail: (failure: Failure) => seen.push(failure.code),
  };
  return { outbox: new Outbox<string>(sink), seen, allow: (more: number) => (room = more) };
}

test('replies wait while the stream is full, keep their order, and the end comes after them', () => {
  const { outbox, seen, allow } = stream(1);
  for (const reply of ['a', 'b', 'c']) outbox.post(reply);
  outbox.end();
  expect(seen).toEqual(['a']);
  allow(9);
  outbox.drained();
  expect(seen).toEqual(['a', 'b', 'c', 'end']);
});

test('a peer that never reads is let go instead of filling the memory', () => {
  const { outbox, seen } = stream(1);
  for (let n = 0; n < 100; n += 1) outbox.post(`r${n}`);
  expect(seen).toEqual(['r0', 'exhausted']);
  expect(outbox.isOpen).toBe(false);
});

test('nothing follows an end, and there is only one', () => {
  const { outbox, seen } = stream(9);
  outbox.end();
  outbox.post('late');
  outbox.end();
  expect(seen).toEqual(['end']);
});

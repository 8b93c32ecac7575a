import { hostId, peerId, taskId } from '@damselfly/core';
import { expect, test } from 'vitest';
import { PeerExchange } from './peer-exchange.ts';
import type { ParentCandidate } from './scheduling.ts';

const task = taskId('b'.repeat(64));
const who = (name: string): ParentCandidate => ({
  ...{ peer: peerId(`peer-${name}`), host: hostId(name), ip: '10.0.0.1', port: 4000 },
});

function exchange() {
  const peers = new PeerExchange({
    meet: async function* () {
      yield* [];
    },
  });
  const heard = new Map<string, string[]>();
  const join = (name: string | undefined, of = task) => {
    const list: string[] = [];
    heard.set(name ?? 'self', list);
    return peers.join(of, name === undefined ? undefined : who(name), ({ host }) => list.push(host));
  };
  return { heard, join };
}

test('those who fetch the same task hear of each other, and this peer of all of them', () => {
  const { heard, join } = exchange();
  join(undefined);
  join('a');
  join('b');
  join('c', taskId('c'.repeat(64)));
  expect(heard.get('a')).toEqual(['b']);
  expect(heard.get('b')).toEqual(['a']);
  expect(heard.get('self')).toEqual(['a', 'b']);
  expect(heard.get('c')).toEqual([]);
});

test('who has left is not told of', () => {
  const { heard, join } = exchange();
  const leave = join('a');
  leave();
  join('b');
  expect(heard.get('b')).toEqual([]);
});

test('in a crowd everybody hears of some, and nobody of more than sixteen', () => {
  const { heard, join } = exchange();
  for (let n = 0; n < 100; n += 1) join(`h${n}`);
  const counts = [...heard.values()].map((list) => list.length);
  expect(Math.max(...counts)).toBeLessThanOrEqual(16);
  expect(Math.min(...counts)).toBeGreaterThan(0);
});

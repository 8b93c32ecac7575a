import { expect, test } from 'vitest';
import { ConnectionStatus } from './connection-status.ts';

test('one broken feed makes the page reconnecting, whatever the others say', () => {
  const status = new ConnectionStatus();
  status.report('a', 'live');
  status.report('b', 'broken');
  expect(status.now()).toBe('reconnecting');
  status.report('b', 'live');
  expect(status.now()).toBe('live');
});

test('a feed closed on purpose leaves the last word to the others, and to the past when there are none', () => {
  const status = new ConnectionStatus();
  expect(status.now()).toBe('connecting');
  status.report('a', 'live');
  status.forget('a');
  expect(status.now()).toBe('live');
});

test('listeners hear of changes only, and not after they left', () => {
  const status = new ConnectionStatus();
  let heard = 0;
  const stop = status.subscribe(() => {
    heard += 1;
  });
  status.report('a', 'live');
  status.report('b', 'live');
  expect(heard).toBe(1);
  stop();
  status.report('a', 'broken');
  expect(heard).toBe(1);
});

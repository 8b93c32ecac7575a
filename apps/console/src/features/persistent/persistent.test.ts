import { expect, test } from 'vitest';
import { copyHealth, importCommand, persistentHref, removeCommand } from './persistent.ts';

const task = { state: 'Succeeded', replicas: 2, missingReplicas: 0, expiresAtMs: 100 };

test.each([
  ['as many copies as wanted', {}, 'whole'],
  ['a copy too few', { replicas: 1, missingReplicas: 1 }, 'short'],
  ['no copy left', { replicas: 0, missingReplicas: 2 }, 'lost'],
  ['an upload under way', { state: 'Uploading' }, 'uploading'],
  ['an upload that failed', { state: 'Failed' }, 'failed'],
  ['a life that is over', { expiresAtMs: 10, replicas: 0 }, 'expired'],
  ['a life without an end', { expiresAtMs: 0 }, 'whole'],
] as const)('with %s a task is %o: %s', (_, change, health) => {
  expect(copyHealth({ ...task, ...change }, 50)).toBe(health);
});

test('the import command says what differs from what dfcache does by itself, quoted for a shell', () => {
  const wish = { path: '/data/model.bin', replicas: '2', ttl: '1h', application: '', tag: '' };
  expect(importCommand(wish)).toBe('dfcache import /data/model.bin');
  expect(importCommand({ ...wish, path: "it's here", replicas: '3', ttl: '24h', tag: 'v 1' })).toBe(
    String.raw`dfcache import 'it'\''s here' --persistent-replica-count 3 --ttl 24h --tag 'v 1'`,
  );
  expect(importCommand({ ...wish, path: '' })).toBe('dfcache import FILE');
});

test('each kind has its page and its command', () => {
  const ref = { clusterId: 2, kind: 'persistentCache', id: 'a/b' } as const;
  expect(persistentHref(ref)).toBe('/persistent/2/persistentCache/a%2Fb');
  expect(removeCommand(ref)).toBe('dfctl persistent-cache-task rm a/b');
  expect(removeCommand({ ...ref, kind: 'persistent' })).toBe('dfctl persistent-task rm a/b');
});

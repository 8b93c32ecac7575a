import { hostId } from '@damselfly/core';
import { describe, expect, test } from 'vitest';
import { World } from './testing/world.ts';

describe('expiry', () => {
  test('a host that misses two announcements is forgotten with its peers', () => {
    const world = new World();
    world.host('a', 'normal', { announceIntervalMs: 60_000 });
    world.register('a');
    world.pass(119_999);
    expect(world.cluster.hosts.has(hostId('a'))).toBe(true);
    world.pass(1);
    expect(world.cluster.hosts.size + world.cluster.peers.size).toBe(0);
    expect(world.answer('a')).toMatchObject({ kind: 'failStream', code: 'aborted' });
  });

  test('an announcement in time keeps a host', () => {
    const world = new World();
    for (let n = 0; n < 5; n += 1) {
      world.host('a', 'normal', { announceIntervalMs: 60_000 });
      world.pass(100_000);
    }
    expect(world.cluster.hosts.has(hostId('a'))).toBe(true);
  });

  test('a download without a piece for half an hour has failed and is forgotten a minute later', () => {
    const world = new World();
    world.register('a');
    world.say('a', { kind: 'backToSourceStarted' });
    world.pass(1_000_000);
    world.piece('a', 0);
    world.pass(1_799_999);
    expect(world.peer('a').phase).toBe('backToSource');
    world.pass(1);
    expect(world.peer('a').phase).toBe('failed');
    expect(world.answer('a')).toMatchObject({ kind: 'failStream', code: 'timeout' });
    world.pass(60_000);
    expect(world.cluster.peers.size).toBe(0);
  });

  test('a copy is offered for a day, and its task is forgotten half an hour after the last peer', () => {
    const world = new World();
    world.host('a', 'normal', { announceIntervalMs: 10 * 86_400_000 });
    world.register('a');
    world.say('a', { kind: 'peerFinished', fromSource: true });
    world.pass(86_399_999);
    expect(world.cluster.peers.size).toBe(1);
    world.pass(1);
    expect(world.cluster.peers.size).toBe(0);
    expect(world.cluster.tasks.size).toBe(1);
    world.pass(1_800_000);
    expect(world.cluster.tasks.size).toBe(0);
  });

  test('a task that comes back goes on with its sequence, so that a reader never takes new events for old ones', () => {
    const world = new World();
    world.register('a');
    const before = world.task().seq;
    world.tell({ kind: 'hostLeft', host: hostId('a') });
    world.pass(1_800_000);
    expect(world.cluster.tasks.size).toBe(0);
    world.register('a');
    expect(world.task().seq).toBeGreaterThan(before + 2);
  });

  test('nothing is left to wake up for when everything is gone', () => {
    const world = new World();
    for (const name of ['a', 'b', 'c']) world.register(name);
    for (const name of ['a', 'b', 'c']) world.tell({ kind: 'hostLeft', host: hostId(name) });
    world.pass(1e9);
    expect(world.cluster.wakeAtMs).toBe(Number.POSITIVE_INFINITY);
  });
});

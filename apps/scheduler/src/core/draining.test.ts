import { hostId, peerId } from '@damselfly/core';
import { expect, test } from 'vitest';
import { brokenRules } from './testing/invariants.ts';
import { World } from './testing/world.ts';

/** `root` has the content, `a` gets it from there. */
const underWay = () => {
  const world = new World({ patienceMs: 100_000, candidateParentLimit: 1 });
  world.register('root');
  world.say('root', { kind: 'backToSourceStarted' });
  world.say('root', { kind: 'peerFinished', fromSource: true });
  world.register('a');
  return world;
};
const drain = (world: World, ...hosts: string[]) =>
  world.tell({ kind: 'hostsDraining', hosts: new Set(hosts.map(hostId)) });

test('a host that is being emptied keeps its children and gets no others', () => {
  const world = underWay();
  drain(world, 'root');
  expect(world.peer('a').parents.map(({ parent }) => parent.host.profile.id)).toEqual(['root']);
  world.register('b');
  expect(world.offered('b')).toEqual(['a']);
  world.tell({ kind: 'deletePeer', peer: peerId('p-a') });
  world.say('b', { kind: 'reschedule', parents: [], why: 'gone' });
  expect(world.peer('b').parkedAtMs).toBe(world.nowMs);
  expect(brokenRules(world.cluster)).toEqual([]);
});

test('one that waits for it is served as soon as the host stays after all', () => {
  const world = underWay();
  world.tell({ kind: 'deletePeer', peer: peerId('p-a') });
  drain(world, 'root');
  expect(world.register('b')).toBeUndefined();
  drain(world);
  expect(world.offered('b')).toEqual(['root']);
});

test('a host may be said to be emptied before it announces itself, and announcing itself again changes nothing', () => {
  const world = underWay();
  drain(world, 'root', 'late');
  for (const name of ['late', 'root']) world.host(name);
  world.register('late', { metadataOnly: true });
  world.say('late', { kind: 'peerFinished', fromSource: false });
  world.register('b');
  expect(world.offered('b')).toEqual(['a']);
  expect(world.cluster.hosts.get(hostId('root'))?.draining).toBe(true);
});

test('a seed that is being emptied is not asked to fetch a task', () => {
  const world = new World();
  world.seed('s1');
  world.seed('s2');
  drain(world, 's1');
  world.register('a');
  drain(world, 's2');
  world.register('b', {}, world.task().id);
  expect(world.triggered()).toEqual(['s2']);
});

test('nobody waits for a seed that is being emptied, although it came to fetch the task', () => {
  const world = new World({ neighbourLookupMs: 500 });
  for (const name of ['s1', 's2']) world.seed(name);
  world.register('a');
  world.register('s1', { needBackToSource: true });
  drain(world, 's1');
  world.tell({ kind: 'neighboursAnswered', task: world.task().id, holders: [], complete: true });
  expect(world.answer('s1')).toBeUndefined();
  expect(world.triggered()).toEqual(['s2']);
});

test('one whose host is being emptied goes to the source only when nobody else waits for it', () => {
  const world = new World({ neighbourLookupMs: 500 });
  for (const name of ['a', 'b']) {
    world.host(name);
    drain(world, 'a');
    world.register(name);
  }
  world.tell({ kind: 'neighboursAnswered', task: world.task().id, holders: [], complete: true });
  expect(world.answer('b')?.kind).toBe('backToSource');
  expect(world.answer('a')?.kind).not.toBe('backToSource');
});

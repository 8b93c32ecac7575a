import { hostId, peerId, taskId } from '@damselfly/core';
import { expect, test } from 'vitest';
import { brokenRules } from './testing/invariants.ts';
import { registrationOf, World } from './testing/world.ts';

/** A peer each of this many tasks, one after another. */
function peersOfTasks(world: World, count: number): void {
  for (let n = 0; n < count; n += 1) {
    const host = world.host(`h${n}`);
    const task = taskId(String(n).padStart(64, '0'));
    const peer = peerId(`p-h${n}`);
    world.tell({ kind: 'peerRegistered', peer, stream: n + 1, host, task, registration: registrationOf() });
  }
}

const sent = (world: World) => world.effects.filter(({ kind }) => kind === 'backToSource').length;

test('peers of many tasks go to their sources at the rate allowed, after a burst', () => {
  const world = new World({ sourceGrantsPerSecond: 10, sourceGrantBurst: 3 });
  peersOfTasks(world, 20);
  expect(sent(world)).toBe(3);
  expect(world.cluster.decisions.of(peerId('p-h5'))).toMatchObject([{ outcome: 'waitsGrant' }]);
  world.pass(500);
  expect(sent(world)).toBe(8);
  expect(brokenRules(world.cluster)).toEqual([]);
  world.pass(1_200);
  expect(sent(world)).toBe(20);
  expect(world.cluster.decisions.of(peerId('p-h5'))).toMatchObject([{ outcome: 'backToSource' }]);
});

test('a peer that asks for the source waits for a token like any other, and one that leaves in between does no harm', () => {
  const world = new World({ sourceGrantsPerSecond: 1, sourceGrantBurst: 1 });
  peersOfTasks(world, 2);
  world.host('w');
  expect(world.register('w', { needBackToSource: true })).toBeUndefined();
  world.tell({ kind: 'hostLeft', host: hostId('h1') });
  world.pass(3_000);
  expect(world.answer('w')?.kind).toBe('backToSource');
});

test('a seed that was asked goes without another token', () => {
  const world = new World({ sourceGrantsPerSecond: 0.001, sourceGrantBurst: 1 });
  world.seed('s');
  world.register('a');
  expect(world.triggered()).toEqual(['s']);
  expect(world.register('s', { needBackToSource: true })?.kind).toBe('backToSource');
});

import { peerId } from '@damselfly/core';
import { describe, expect, test } from 'vitest';
import { DecisionLog } from './decisions.ts';
import { oneTask, World } from './testing/world.ts';

const decided = (world: World, host: string) => world.cluster.decisions.of(peerId(`p-${host}`));
const subject = (name: string) => ({ id: peerId(name), task: { id: oneTask } });

describe('what is remembered of a decision', () => {
  test('each peer that was looked at, with its score or the reason against it', () => {
    const world = new World({ candidateParentLimit: 1 });
    for (const name of ['near', 'far']) {
      world.host(name, 'normal', { idc: name });
      world.register(name, { metadataOnly: true });
      world.say(name, { kind: 'peerFinished', fromSource: false });
    }
    world.host('a', 'normal', { idc: 'near' });
    world.register('a');
    const [decision] = decided(world, 'a');
    expect(decision).toMatchObject({ outcome: 'parents', attempts: 1, seen: 2, waitedMs: 0 });
    expect(decision?.candidates.map(({ host, verdict }) => [host, verdict])).toEqual([
      ['near', 'chosen'],
      ['far', 'outscored'],
    ]);
    world.say('a', { kind: 'reschedule', parents: [peerId('p-near')], why: 'slow' });
    expect(decided(world, 'a')[0]?.candidates).toContainEqual(
      expect.objectContaining({ host: 'near', verdict: 'blocked', score: Number.NaN }),
    );
    expect(decided(world, 'a')).toHaveLength(2);
  });

  test('a wait is one decision, which tells how long it took and what came of it', () => {
    const world = new World();
    world.seed('s0');
    world.register('a');
    expect(decided(world, 'a')).toMatchObject([{ outcome: 'waitsNobody' }]);
    world.pass(1_500);
    world.register('s0', { needBackToSource: true });
    world.say('s0', { kind: 'backToSourceStarted' });
    expect(decided(world, 'a')).toMatchObject([{ outcome: 'parents', waitedMs: 1_500 }]);
    expect(decided(world, 's0')).toMatchObject([{ outcome: 'backToSource', reason: 'a seed peer fetches first' }]);
  });

  test('a refusal is remembered although the peer never was', () => {
    const world = new World();
    world.register('a', { priority: 1 });
    expect(decided(world, 'a')).toMatchObject([{ outcome: 'refused', reason: expect.stringContaining('LEVEL1') }]);
  });
});

describe('the ring', () => {
  test('keeps the newest decisions alone, and each peer finds its own', () => {
    const log = new DecisionLog(4);
    for (let n = 0; n < 10; n += 1) log.note(subject(n % 2 === 0 ? 'even' : 'odd'), n, 'empty');
    expect(log.size).toBe(4);
    expect(log.of(peerId('even')).map(({ atMs }) => atMs)).toEqual([8, 6]);
    expect(log.ofTask(oneTask, 3).map(({ atMs }) => atMs)).toEqual([9, 8, 7]);
    for (let n = 10; n < 14; n += 1) log.note(subject('odd'), n, 'empty');
    expect(log.of(peerId('even'))).toEqual([]);
  });
});

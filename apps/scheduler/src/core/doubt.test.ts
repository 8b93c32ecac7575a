import { expect, test } from 'vitest';
import { World } from './testing/world.ts';

/** A seed begins at the source and stands still; `a` gets it as its parent. */
function frozenSeed(): World {
  const world = new World();
  world.seed('s');
  world.register('a');
  world.register('s', { needBackToSource: true });
  world.say('s', { kind: 'backToSourceStarted' });
  world.pass(100);
  expect(world.offered('a')).toEqual(['s']);
  return world;
}

test('a seed at the source that its child complains of, and that brings nothing more, is followed within seconds', () => {
  const world = frozenSeed();
  world.say('a', { kind: 'reschedule', parents: [world.peer('s').id], why: 'it is silent' });
  world.pass(20_000);
  expect(world.answer('a')?.kind).toBe('backToSource');
});

test('one that goes on bringing pieces stays, whatever its child says', () => {
  const world = frozenSeed();
  world.say('a', { kind: 'reschedule', parents: [world.peer('s').id], why: 'it is silent' });
  for (let piece = 0; piece < 5; piece += 1) {
    world.pass(4_000);
    world.piece('s', piece);
  }
  expect(world.effects.filter(({ kind }) => kind === 'backToSource')).toHaveLength(1);
});

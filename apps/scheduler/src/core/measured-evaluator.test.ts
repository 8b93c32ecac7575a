import { expect, test } from 'vitest';
import { measuredEvaluator } from './measured-evaluator.ts';
import { World } from './testing/world.ts';

/** Hosts `x` and `y` have the content; `score` is what a third would think of one of them. */
function twoParents() {
  const world = new World({}, measuredEvaluator);
  for (const name of ['x', 'y', 'child']) {
    world.host(name, 'normal', { maxTxBps: 10e9 });
    world.register(name, { metadataOnly: true });
    world.say(name, { kind: 'peerFinished', fromSource: false });
  }
  const score = (name: string) =>
    measuredEvaluator.score(world.peer('child'), world.peer(name), world.nowMs, world.cluster.policy);
  return { world, score };
}

test('a parent whose children got their pieces slowly is worth less than one nobody knows, and that one less than a fast one', () => {
  const { world, score } = twoParents();
  world.register('a');
  const piece = { number: 0, offset: 0, length: 4 * 2 ** 20, digest: '', createdAtMs: 0 };
  world.say('a', { kind: 'pieceFinished', parent: world.peer('x').id, piece: { ...piece, costMs: 5000 } });
  world.say('a', { kind: 'pieceFinished', parent: world.peer('child').id, piece: { ...piece, costMs: 5 } });
  world.say('a', { kind: 'peerFailed', fromSource: false, why: 'enough seen' });
  expect(score('x')).toBeLessThan(score('y'));
  expect(score('y')).toBeLessThan(score('child'));
});

test('failures count against a parent, less as time goes by', () => {
  const { world, score } = twoParents();
  world.register('a');
  world.say('a', { kind: 'pieceFailed', parent: world.peer('x').id, why: 'corrupt' });
  world.say('a', { kind: 'peerFailed', fromSource: false, why: 'gave up' });
  const soon = score('x');
  expect(soon).toBeLessThan(score('y'));
  world.pass(120_000);
  expect(score('x')).toBeGreaterThan(soon);
  expect(score('x')).toBeLessThan(score('y'));
});

test('a busy parent is worth less than an idle one, and never nothing', () => {
  const { world, score } = twoParents();
  const { host } = world.peer('x');
  host.txBps = 20e9;
  const busy = score('x');
  host.txBps = 40e9;
  expect(score('x')).toBeLessThan(busy);
  expect(score('x')).toBeGreaterThan(0);
  expect(busy).toBeLessThan(score('y'));
  host.txBps = 0;
});

import { hostId, peerId } from '@damselfly/core';
import { describe, expect, test } from 'vitest';
import { type Holder, holdersOf } from './neighbours.ts';
import { oneTask, World } from './testing/world.ts';

const withNeighbours = () => new World({ neighbourLookupMs: 5_000 });
const asked = (world: World) => world.effects.flatMap((e) => (e.kind === 'askNeighbours' ? [e.host] : []));
const holder = (host: string, finished = true): Holder => ({ peer: peerId(`q-${host}`), host: hostId(host), finished });
const answer = (world: World, holders: Holder[], complete = false) =>
  world.tell({ kind: 'neighboursAnswered', task: oneTask, holders, complete });
const inquiry = (host = 'z', goesFirst = false) => ({ task: oneTask, host: hostId(host), goesFirst });

describe('a task nobody here has', () => {
  test('is looked for at the neighbours before a seed is asked or a peer goes to the source', () => {
    const world = withNeighbours();
    world.seed('s1');
    world.register('a');
    expect([asked(world), world.triggered()]).toEqual([['a'], []]);
    answer(world, []);
    expect(world.triggered()).toEqual(['s1']);
  });

  test('is taken from the peers that a neighbour knows, finished or at the source', () => {
    const world = withNeighbours();
    world.host('b');
    world.host('c');
    world.register('a');
    answer(world, [holder('b'), holder('c', false), holder('never-announced')]);
    const offer = world.answer('a');
    expect(new Set(offer?.kind === 'offerParents' ? offer.parents : [])).toEqual(new Set(['q-b', 'q-c']));
    expect(world.effects.some(({ kind }) => kind === 'backToSource' || kind === 'triggerSeed')).toBe(false);
  });

  test('is fetched without an answer once that has taken too long', () => {
    const world = withNeighbours();
    world.register('a');
    world.pass(4_999);
    expect(world.answer('a')).toBeUndefined();
    world.pass(1);
    expect(world.answer('a')?.kind).toBe('backToSource');
  });

  test('is asked for once, however many peers want it', () => {
    const world = withNeighbours();
    for (let n = 0; n < 100; n += 1) world.register(`h${n}`);
    expect(asked(world)).toHaveLength(1);
  });

  test('is asked for again when nobody is left who has it', () => {
    const world = withNeighbours();
    world.register('a');
    answer(world, []);
    world.say('a', { kind: 'backToSourceStarted' });
    world.register('b');
    world.pass(1_000);
    world.say('a', { kind: 'peerFailed', fromSource: true, why: '' });
    world.say('b', { kind: 'reschedule', parents: [], why: '' });
    expect(asked(world)).toEqual(['a', 'b']);
  });

  test('that wish of a seed is looked up, too, and then granted to it and nobody else', () => {
    const world = withNeighbours();
    world.seed('s1');
    world.seed('s2');
    world.register('s2', { needBackToSource: true });
    expect(world.answer('s2')).toBeUndefined();
    answer(world, []);
    expect(world.answer('s2')?.kind).toBe('backToSource');
    expect(world.triggered()).toEqual([]);
  });

  test('a seed that comes while another peer is looked up for is asked about as well', () => {
    const world = withNeighbours();
    world.seed('s1');
    world.register('a');
    world.register('s1', { needBackToSource: true });
    expect(asked(world)).toEqual(['a', 's1']);
  });
});

describe('a peer known from a neighbour', () => {
  const borrowing = (finished: boolean) => {
    const world = withNeighbours();
    world.host('b');
    world.register('a');
    answer(world, [holder('b', finished)]);
    return world;
  };

  test('that fetches counts as the one at the source', () => {
    const world = borrowing(false);
    world.seed('s1');
    world.register('c');
    world.pass(100);
    expect([world.triggered(), asked(world)]).toEqual([[], ['a']]);
    expect([...world.task().leases]).toMatchObject([{ stage: 'fetching' }]);
  });

  test('makes way for the same host when that comes itself', () => {
    const world = borrowing(false);
    world.register('b', { needBackToSource: true });
    expect([...world.task().peers.keys()].sort()).toEqual(['p-a', 'p-b']);
  });

  test('is forgotten when no scheduler knows of it any more, and kept when not all have answered', () => {
    const world = borrowing(false);
    answer(world, []);
    expect(world.task().peers.has(peerId('q-b'))).toBe(true);
    answer(world, [], true);
    expect(world.task().peers.has(peerId('q-b'))).toBe(false);
  });

  test('that has finished meanwhile is a copy from then on', () => {
    const world = borrowing(false);
    answer(world, [holder('b')], true);
    expect(world.cluster.peers.get(peerId('q-b'))?.phase).toBe('succeeded');
    expect(world.task().leases.size).toBe(0);
  });
});

describe('a neighbour that asks', () => {
  const ask = (world: World, ...of: Parameters<typeof inquiry>) =>
    holdersOf(world.cluster, inquiry(...of), world.nowMs);

  test('hears of nobody for an unknown task', () => expect(ask(new World())).toEqual([]));

  test('waits while somebody is sent, and hears of that one as soon as it has begun', () => {
    const world = new World();
    world.register('a');
    expect(ask(world)).toBe('wait');
    world.say('a', { kind: 'backToSourceStarted' });
    expect(ask(world)).toEqual([{ peer: 'p-a', host: 'a', finished: false }]);
    world.say('a', { kind: 'peerFinished', fromSource: true });
    expect(ask(world)).toEqual([{ peer: 'p-a', host: 'a', finished: true }]);
  });

  test('for the seed that was sent from here need not wait', () => {
    const world = new World();
    world.seed('s1');
    world.register('a');
    expect([ask(world, 'a'), ask(world, 's1')]).toEqual(['wait', []]);
  });

  test('while this scheduler asks it, goes first or waits, as their names say', () => {
    const world = withNeighbours();
    world.register('a');
    expect([ask(world, 'z', true), ask(world, 'z', false)]).toEqual([[], 'wait']);
  });

  test('does not hear of its own peers', () => {
    const world = withNeighbours();
    world.host('b');
    world.register('a');
    answer(world, [holder('b', false)]);
    expect(ask(world)).toEqual([]);
  });
});

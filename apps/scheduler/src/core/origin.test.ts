import { hostId, peerId } from '@damselfly/core';
import { describe, expect, test } from 'vitest';
import { oneTask, registrationOf, World } from './testing/world.ts';

const seeded = (...seeds: string[]) => {
  const world = new World();
  for (const seed of seeds) world.seed(seed);
  return world;
};

/** The seed does what it was asked for: registers and begins at the source. */
const obey = (world: World, seed: string) => {
  world.register(seed, { needBackToSource: true });
  world.say(seed, { kind: 'backToSourceStarted' });
};

describe('the origin guard', () => {
  test('10,000 cold peers of one task cause one source fetch: one seed is asked once, and nobody else goes there', () => {
    const world = seeded('s1', 's2');
    for (let n = 0; n < 10_000; n += 1) {
      const host = world.host(`h${n}`);
      const registration = registrationOf();
      world.tell({
        kind: 'peerRegistered',
        peer: peerId(`p-h${n}`),
        stream: -1 - n,
        host,
        task: oneTask,
        registration,
      });
    }
    expect(world.triggered()).toHaveLength(1);
    obey(world, world.triggered()[0] ?? '');
    world.pass(100);
    const offered = world.effects.flatMap((effect) => (effect.kind === 'offerParents' ? [effect.peer] : []));
    expect(new Set(offered).size).toBe(10_000);
    expect(world.effects.filter(({ kind }) => kind === 'backToSource')).toHaveLength(1);
    expect(world.triggered()).toHaveLength(1);
  });

  test('without a seed the first peer goes to the source and the others get it as parent as soon as it begins', () => {
    const world = new World();
    expect(world.register('a')?.kind).toBe('backToSource');
    expect(world.register('b')).toBeUndefined();
    world.say('a', { kind: 'backToSourceStarted' });
    expect(world.offered('b')).toEqual(['a']);
  });

  test('a seed that shows no life is followed by the next one, and the last one by a waiting peer', () => {
    const world = seeded('s1', 's2');
    world.register('a');
    const [first] = world.triggered();
    world.pass(1_999);
    expect(world.triggered()).toEqual([first]);
    world.pass(1);
    expect(new Set(world.triggered())).toEqual(new Set(['s1', 's2']));
    world.pass(2_000);
    expect(world.answer('a')?.kind).toBe('backToSource');
  });

  test('a seed whose trigger fails is replaced at once', () => {
    const world = seeded('s1', 's2');
    world.register('a');
    const [first = ''] = world.triggered();
    world.tell({ kind: 'seedTriggerFailed', host: hostId(first), task: world.task().id, why: 'refused' });
    expect(world.triggered()).toHaveLength(2);
  });

  test('a seed that says it is done without having registered is replaced', () => {
    const world = seeded('s1');
    world.register('a');
    world.tell({ kind: 'seedTriggerEnded', host: hostId('s1'), task: world.task().id });
    expect(world.answer('a')?.kind).toBe('backToSource');
  });

  test('a seed that comes to life too late takes the pieces from the peer that went instead of it', () => {
    const world = seeded('s1');
    world.register('a');
    world.pass(2_000);
    world.say('a', { kind: 'backToSourceStarted' });
    world.register('s1', { needBackToSource: true });
    expect(world.offered('s1')).toEqual(['a']);
  });

  test('a seed that comes to life when all is done takes the pieces from a peer, though nobody is at the source', () => {
    const world = seeded('s1');
    world.register('a');
    world.pass(2_000);
    world.say('a', { kind: 'backToSourceStarted' });
    world.say('a', { kind: 'peerFinished', fromSource: true });
    world.register('s1', { needBackToSource: true });
    expect(world.offered('s1')).toEqual(['a']);
  });

  test('more fetchers may be allowed, but a cold start still asks one seed: the second goes when the first cannot serve', () => {
    const world = new World({ sourceFetcherLimit: 2 });
    for (const seed of ['s1', 's2']) world.seed(seed);
    for (const name of ['a', 'b', 'c']) world.register(name);
    expect(world.triggered()).toHaveLength(1);
  });

  test('when the seed dies half way, the peer that misses least goes on at the source and the others follow it', () => {
    const world = seeded('s1');
    for (const name of ['a', 'b', 'c']) world.register(name);
    obey(world, 's1');
    for (const name of ['a', 'b', 'c']) world.say(name, { kind: 'peerStarted' });
    for (const piece of [0, 1]) world.piece('b', piece, 's1');
    world.piece('c', 2, 's1');
    world.say('s1', { kind: 'streamClosed' });
    for (const name of ['a', 'b', 'c']) world.say(name, { kind: 'reschedule', parents: [], why: 'gone' });
    world.pass(5_000);
    const sent = world.effects.filter(({ kind }) => kind === 'backToSource').length;
    expect(sent).toBe(2);
    const leader = ['a', 'b', 'c'].find((name) => world.answer(name)?.kind === 'backToSource') ?? '';
    world.say(leader, { kind: 'backToSourceStarted' });
    for (const name of ['a', 'b', 'c']) if (name !== leader) expect(world.offered(name)).toContain(leader);
  });

  test.each([
    ['its stream closes', (world: World) => world.say('a', { kind: 'streamClosed' })],
    ['its host leaves', (world: World) => world.tell({ kind: 'hostLeft', host: hostId('a') })],
    ['it fails', (world: World) => world.say('a', { kind: 'peerFailed', fromSource: true, why: '404' })],
    ['it does not begin in time', (world: World) => world.pass(10_000)],
  ])('a peer on its way to the source is replaced when %s', (_, end) => {
    const world = new World();
    world.register('a');
    world.register('b');
    world.register('c');
    end(world);
    expect(world.answer('b')?.kind).toBe('backToSource');
    expect(world.answer('c')).toBeUndefined();
  });

  test('a leader that stands still at the source is followed by another one', () => {
    const world = new World();
    world.register('a');
    world.say('a', { kind: 'backToSourceStarted' });
    world.register('b', { disableBackToSource: true });
    world.pass(119_000);
    world.piece('a', 0);
    world.pass(119_000);
    expect(world.task().leases.size).toBe(1);
    world.pass(2_000);
    expect(world.task().leases.size).toBe(0);
  });

  test('a seed that has everything already keeps the others from the source until they can have it', () => {
    const world = seeded('s1');
    world.register('a');
    expect(world.register('s1', { metadataOnly: true })?.kind).toBe('metadataOnly');
    world.say('s1', { kind: 'peerStarted' });
    expect(world.answer('a')).toBeUndefined();
    world.say('s1', { kind: 'peerFinished', fromSource: false });
    expect(world.offered('a')).toEqual(['s1']);
  });

  test('a peer that must not go to the source waits until another one does', () => {
    const world = new World();
    expect(world.register('a', { disableBackToSource: true })).toBeUndefined();
    world.pass(60_000);
    expect(world.answer('a')).toBeUndefined();
    expect(world.register('b')?.kind).toBe('backToSource');
    world.say('b', { kind: 'backToSourceStarted' });
    expect(world.offered('a')).toEqual(['b']);
  });

  test('a seed that has rested is asked again when nobody else may go, and one that left is waited for no longer', () => {
    const world = seeded('s1', 's2');
    world.register('a', { disableBackToSource: true });
    world.pass(4_000);
    expect(world.triggered()).toHaveLength(2);
    world.tell({ kind: 'hostLeft', host: hostId('s2') });
    world.pass(120_000);
    expect(world.triggered().slice(2)).toContain('s1');
    expect(world.triggered().slice(2)).not.toContain('s2');
  });

  test('a seed that announces itself while peers wait in vain is asked', () => {
    const world = new World();
    world.register('a', { disableBackToSource: true });
    world.seed('s1');
    expect(world.triggered()).toEqual(['s1']);
  });
});

describe('priorities', () => {
  test('LEVEL1 is refused, even when the content is there', () => {
    const world = new World();
    world.register('a');
    world.say('a', { kind: 'peerFinished', fromSource: true });
    expect(world.register('b', { priority: 1 })).toMatchObject({ kind: 'failStream', code: 'precondition' });
  });

  test('LEVEL2 never goes to the source: refused when nobody has the content, served when somebody does', () => {
    const world = new World();
    expect(world.register('a', { priority: 2 })).toMatchObject({ kind: 'failStream', code: 'notFound' });
    world.register('b');
    world.say('b', { kind: 'backToSourceStarted' });
    expect(world.register('c', { priority: 2 })?.kind).toBe('offerParents');
  });

  test('LEVEL3 sends the asking peer, though there are seeds', () => {
    const world = seeded('s1');
    expect(world.register('a', { priority: 3 })?.kind).toBe('backToSource');
  });

  test("an application's pattern for the URL decides for downloads that say nothing themselves", () => {
    const application = { name: 'shop', priority: 0, urls: [{ pattern: /origin/, priority: 1 }] };
    const world = new World({ applications: [application] });
    world.host('a');
    const subject = {
      type: 0,
      url: 'http://origin/x',
      tag: '',
      application: 'shop',
      digest: '',
      filteredQueryParams: [],
    };
    expect(world.register('a', { subject })).toMatchObject({ kind: 'failStream', code: 'precondition' });
  });
});

import { hostId, peerId, taskId } from '@damselfly/core';
import { describe, expect, test } from 'vitest';
import { brokenRules } from './testing/invariants.ts';
import { MiB, oneTask, registrationOf, World } from './testing/world.ts';

/** `root` has the content. */
const withRoot = (policy: ConstructorParameters<typeof World>[0] = {}) => {
  const world = new World(policy);
  world.register('root');
  world.say('root', { kind: 'backToSourceStarted' });
  world.say('root', { kind: 'peerFinished', fromSource: true });
  return world;
};

describe('who is offered', () => {
  test('a peer on the same host is never offered', () => {
    const world = withRoot();
    const stream = 99;
    const registration = { ...world.peer('root').wishes, subject: world.task().subject, metadataOnly: false };
    const [peer, host, task] = [peerId('twin'), hostId('root'), world.task().id];
    world.tell({ kind: 'peerRegistered', peer, stream, host, task, registration });
    expect(world.cluster.peers.get(peer)?.parents).toEqual([]);
  });

  test('a host that does not share is never offered, and stops being offered when it says so', () => {
    const world = withRoot();
    world.host('root', 'normal', { disableShared: true });
    expect(world.register('a')?.kind).not.toBe('offerParents');
  });

  test('failed peers, peers that left and peers without a path to data are not offered', () => {
    const world = withRoot();
    world.register('a');
    world.say('a', { kind: 'peerStarted' });
    world.register('b');
    world.say('root', { kind: 'streamClosed' });
    world.tell({ kind: 'deletePeer', peer: peerId('p-root') });
    expect(world.peer('b').parents.map(({ parent }) => parent.host.profile.id)).toEqual(['a']);
    expect(world.register('c')?.kind).toBe('backToSource');
  });

  test('a peer with a range is offered to those alone whose range it covers', () => {
    const world = new World();
    world.register('a', { range: { start: 0, length: 100 } });
    world.say('a', { kind: 'backToSourceStarted' });
    world.say('a', { kind: 'peerFinished', fromSource: true });
    expect(world.register('b', { range: { start: 10, length: 20 } })?.kind).toBe('offerParents');
    expect(world.register('c', { range: { start: 90, length: 20 } })).toBeUndefined();
    expect(world.register('d')).toBeUndefined();
  });

  test('no more parents than the limit, all on different hosts', () => {
    const world = withRoot({ candidateParentLimit: 2 });
    for (const name of ['a', 'b', 'c', 'd']) world.register(name);
    expect(world.offered('d')).toHaveLength(2);
  });

  test('a child reserves what it may ask for at once one time, shared by its parents', () => {
    const world = new World();
    for (const name of ['x', 'y', 'z']) {
      world.host(name, 'normal', { maxTxBps: 1e9 });
      world.register(name, { metadataOnly: true });
      world.say(name, { kind: 'peerFinished', fromSource: false });
    }
    world.register('a');
    expect(world.offered('a')).toHaveLength(3);
    const reserved = ['x', 'y', 'z'].map((name) => world.peer(name).host.txBps);
    expect(reserved).toEqual(Array.from({ length: 3 }, () => Math.ceil((8 * 4 * MiB * 8) / 3)));
  });

  test('a parent in the same data centre is preferred', () => {
    const world = new World({ candidateParentLimit: 1 });
    for (const name of ['far', 'near']) {
      world.host(name, 'normal', { idc: name });
      world.register(name, { metadataOnly: true });
      world.say(name, { kind: 'peerFinished', fromSource: false });
    }
    world.host('a', 'normal', { idc: 'NEAR' });
    world.register('a');
    expect(world.offered('a')).toEqual(['near']);
  });
});

describe('blocks', () => {
  test('a reschedule blocks the reported parents alone, and only for a while', () => {
    const world = withRoot({ patienceMs: 100_000 });
    world.register('a');
    world.register('b');
    expect(new Set(world.offered('b'))).toEqual(new Set(['root', 'a']));
    world.say('b', { kind: 'reschedule', parents: [peerId('p-root')], why: 'slow' });
    expect(world.offered('b')).toEqual(['a']);
    world.say('b', { kind: 'reschedule', parents: [peerId('p-a')], why: 'slow' });
    expect(world.peer('b').parkedAtMs).toBe(world.nowMs);
    world.pass(10_000);
    expect(new Set(world.offered('b'))).toEqual(new Set(['root', 'a']));
  });

  test('a parent that failed a piece is not offered to that child again at once, but to others', () => {
    const world = withRoot();
    world.register('a');
    world.say('a', { kind: 'pieceFailed', parent: peerId('p-root'), number: 3, why: 'corrupt' });
    world.say('a', { kind: 'reschedule', parents: [], why: 'no more' });
    expect(world.peer('a').parents).toEqual([]);
    world.register('b');
    expect(world.offered('b')).toContain('root');
  });

  test('a host that fails children on several hosts is left alone for a while, by everyone, and the reason is kept', () => {
    const world = withRoot({ patienceMs: 100_000, candidateParentLimit: 1 });
    for (const name of ['a', 'b', 'c']) world.register(name, { disableBackToSource: true });
    const accuse = (name: string) =>
      world.say(name, { kind: 'pieceFailed', parent: peerId('p-root'), number: 0, why: 'refused' });
    for (let n = 0; n < 9; n += 1) accuse('a');
    expect(world.peer('root').host.quarantinedUntilMs).toBe(0);
    accuse('b');
    accuse('c');
    expect(world.peer('root').host.quarantineReason).toContain('3 hosts in a row got no piece');
    for (const name of ['a', 'b', 'c']) world.say(name, { kind: 'peerFailed', fromSource: false, why: 'gave up' });
    expect(world.register('d')).toBeUndefined();
    expect(brokenRules(world.cluster)).toEqual([]);
    world.pass(30_000);
    expect(world.offered('d')).toEqual(['root']);
  });

  test('a good piece in between acquits a host', () => {
    const world = withRoot({ candidateParentLimit: 1 });
    for (const name of ['a', 'b', 'c']) world.register(name);
    const accuse = (name: string) => world.say(name, { kind: 'pieceFailed', parent: peerId('p-root'), why: 'refused' });
    accuse('a');
    accuse('b');
    world.piece('c', 0, 'root');
    accuse('c');
    expect(world.peer('root').host.quarantinedUntilMs).toBe(0);
  });

  test('a host whose streams break is left alone at once, until it is heard of again', () => {
    const world = withRoot({ patienceMs: 100_000 });
    const another = taskId('u'.repeat(64));
    const third = taskId('v'.repeat(64));
    const registration = registrationOf();
    for (const [n, task] of [another, third].entries()) {
      const peer = peerId(`extra-${n}`);
      world.tell({ kind: 'peerRegistered', peer, stream: 90 + n, host: hostId('root'), task, registration });
    }
    world.tell({ kind: 'streamClosed', peer: peerId('extra-0'), stream: 90 });
    expect(world.peer('root').host.quarantinedUntilMs).toBe(0);
    world.tell({ kind: 'streamClosed', peer: peerId('extra-1'), stream: 91 });
    expect(world.peer('root').host.quarantineReason).toContain('streams broke');
    expect(world.register('a')).toBeUndefined();
    world.host('root');
    expect(world.offered('a')).toEqual(['root']);
    expect(brokenRules(world.cluster)).toEqual([]);
  });
});

describe('waiting', () => {
  test('a peer at the source that asks for parents instead is no root any more', () => {
    const world = new World();
    world.register('a');
    world.say('a', { kind: 'backToSourceStarted' });
    world.register('b');
    world.say('a', { kind: 'reschedule', parents: [], why: 'the source is slow' });
    expect(brokenRules(world.cluster)).toEqual([]);
  });

  test('a peer that finds every host full gets the first slot that frees', () => {
    const world = withRoot({ peerUploadLimit: 1, candidateParentLimit: 1, patienceMs: 100_000 });
    world.register('a');
    world.say('a', { kind: 'peerStarted' });
    world.host('b', 'normal', { disableShared: true });
    world.register('b');
    expect(world.offered('b')).toEqual(['a']);
    expect(world.register('c')).toBeUndefined();
    world.say('b', { kind: 'peerFinished', fromSource: false });
    expect(world.offered('c')).toEqual(['a']);
    expect(brokenRules(world.cluster)).toEqual([]);
  });

  test('one peer at a time goes to the source when all that have the content stay full', () => {
    const world = withRoot({ peerUploadLimit: 1, candidateParentLimit: 1 });
    world.host('b', 'normal', { disableShared: true });
    world.register('b');
    for (const name of ['c', 'd']) expect(world.register(name)).toBeUndefined();
    world.pass(2_000);
    expect(world.answer('c')?.kind).toBe('backToSource');
    expect(world.answer('d')).toBeUndefined();
  });

  test('a wait ends with an error at the latest after the configured time', () => {
    const world = new World({ answerTimeoutMs: 30_000 });
    world.register('a', { disableBackToSource: true });
    world.pass(29_999);
    expect(world.answer('a')).toBeUndefined();
    world.pass(1);
    expect(world.answer('a')).toMatchObject({ kind: 'failStream', code: 'exhausted' });
  });

  test('a peer with many waiting before it that cannot be served is served nevertheless', () => {
    const world = new World({ patienceMs: 1e9 });
    world.register('root', { range: { start: 0, length: 10 } });
    for (let n = 0; n < 300; n += 1) world.register(`h${n}`);
    world.register('ranged', { range: { start: 0, length: 5 } });
    world.say('root', { kind: 'backToSourceStarted' });
    world.pass(1);
    expect(world.offered('ranged')).toEqual(['root']);
  });
});

describe('reports', () => {
  test('a piece that is reported twice counts once', () => {
    const world = withRoot();
    world.register('a');
    world.piece('a', 0, 'root');
    world.piece('a', 0, 'root');
    const events = world.effects.filter((e) => e.kind === 'publish' && e.event.kind === 'piecesFinished');
    expect(events).toHaveLength(1);
    expect(world.peer('a').pieces.size).toBe(1);
  });

  test('a piece beyond the content is not believed', () => {
    const world = withRoot();
    world.register('a');
    world.piece('a', 10, 'root');
    expect(world.peer('a').pieces.size).toBe(0);
  });

  test('what comes by a stream that was replaced is ignored', () => {
    const world = withRoot();
    world.register('a');
    const stream = world.peer('a').stream ?? 0;
    world.register('a');
    world.tell({ kind: 'streamClosed', peer: peerId('p-a'), stream });
    expect(world.peer('a').phase).toBe('received');
  });

  test('what hangs below a peer that lost its parents is offered as soon as that peer fetches from the source', () => {
    const world = withRoot({ candidateParentLimit: 1 });
    world.register('a');
    world.host('root', 'normal', { disableShared: true });
    world.register('b');
    world.host('a', 'normal', { disableShared: true });
    world.say('a', { kind: 'reschedule', parents: [], why: 'gone' });
    expect(world.answer('a')?.kind).toBe('backToSource');
    expect(world.register('c')).toBeUndefined();
    world.say('a', { kind: 'backToSourceStarted' });
    expect(world.offered('c')).toEqual(['b']);
  });
});

describe('answers without parents', () => {
  test('a task without bytes is answered as empty, also to those that waited while its length was unknown', () => {
    const world = new World();
    const { lengths: _, ...unknown } = registrationOf();
    world.registerAs('a', { ...unknown, disableBackToSource: true });
    expect(world.answer('a')).toBeUndefined();
    expect(world.register('b', { lengths: { contentBytes: 0, pieceBytes: 4 * MiB, pieces: 0 } })?.kind).toBe(
      'emptyTask',
    );
    expect(world.answer('a')?.kind).toBe('emptyTask');
  });

  test('a length the source did not give is learnt from the pieces it gave', () => {
    const world = new World();
    const { lengths: _, ...unknown } = registrationOf();
    world.registerAs('a', unknown);
    world.say('a', { kind: 'backToSourceStarted' });
    for (const piece of [1, 0]) world.piece('a', piece);
    world.say('a', { kind: 'peerFinished', fromSource: true });
    expect(world.task().lengths).toEqual({ contentBytes: 8 * MiB, pieceBytes: 4 * MiB, pieces: 2 });
  });

  test('a peer of an unknown host is told to announce it', () => {
    const world = new World();
    world.tell({
      kind: 'peerRegistered',
      peer: peerId('p-a'),
      stream: 1,
      host: hostId('a'),
      task: oneTask,
      registration: registrationOf(),
    });
    expect(world.effects).toMatchObject([{ kind: 'failStream', code: 'notFound' }]);
  });

  test('a peer that was never registered is told to register', () => {
    const world = new World();
    expect(world.say('a', { kind: 'peerStarted' })).toMatchObject([{ kind: 'failStream', code: 'notFound' }]);
  });

  test('a peer that registers again takes over its stream, and the old one is let go', () => {
    const world = new World();
    world.register('a');
    world.register('a');
    expect(world.effects.filter(({ kind }) => kind === 'failStream')).toMatchObject([{ stream: 1, code: 'aborted' }]);
    expect(world.answer('a')?.kind).toBe('backToSource');
    expect(world.task().leases.size).toBe(1);
  });
});

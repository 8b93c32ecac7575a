import { hostId, type PeerId } from '@damselfly/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { newCluster } from './cluster.ts';
import type { Effect } from './effect.ts';
import { isOver } from './peer.ts';
import { step } from './step.ts';
import { happen, trace } from './testing/behaviour.ts';
import { brokenRules, expectedGraph, reachesData } from './testing/invariants.ts';
import { World } from './testing/world.ts';

const tight = { candidateParentLimit: 2, peerUploadLimit: 2, seedUploadLimit: 3, filterParentLimit: 10 };
const runs = { numRuns: 200 };

/** What is wrong with an offer, at the moment it is made. */
function wrongOffers(world: World, effects: readonly Effect[]): string[] {
  return effects.flatMap((effect) => {
    if (effect.kind !== 'offerParents') return [];
    const child = world.cluster.peers.get(effect.peer);
    if (child === undefined) return [`${effect.peer} is gone`];
    const parents = effect.parents.map((id) => world.cluster.peers.get(id));
    const wrong = parents.flatMap((parent) => {
      if (parent === undefined) return ['it is gone'];
      const faults: [boolean, string][] = [
        [parent === child, 'it is the peer itself'],
        [parent.host === child.host, 'it is on the same host'],
        [parent.host.profile.disableShared, 'its host does not share'],
        [parent.phase === 'failed' || parent.phase === 'pending', `it is ${parent.phase}`],
        [(child.blocks.get(parent.id) ?? 0) > world.nowMs, 'it is blocked'],
        [parent.host.quarantinedUntilMs > world.nowMs, 'its host is quarantined'],
        [parent.wishes.range !== undefined && child.wishes.range === undefined, 'it lacks part of the content'],
        [!reachesData(parent), 'no data can reach it'],
      ];
      return faults.flatMap(([is, fault]) => (is ? [fault] : []));
    });
    return effect.parents.length === 0 ? ['there are no parents in it'] : wrong;
  });
}

describe('whatever happens, in whatever order', () => {
  test('the graph is acyclic and within its limits, every reservation is accounted for, the indices agree', () => {
    fc.assert(
      fc.property(trace, (happenings) => {
        const world = new World(tight);
        for (const happening of happenings) {
          happen(world, happening);
          expect(brokenRules(world.cluster)).toEqual([]);
        }
      }),
      runs,
    );
  });

  test('nobody is offered a parent that cannot serve it', () => {
    fc.assert(
      fc.property(trace, (happenings) => {
        const world = new World(tight);
        let seen = 0;
        for (const happening of happenings) {
          happen(world, happening);
          if (happening.what === 'time passes' || happening.what === 'long time passes') {
            seen = world.effects.length;
            continue;
          }
          expect(wrongOffers(world, world.effects.slice(seen))).toEqual([]);
          seen = world.effects.length;
        }
      }),
      runs,
    );
  });

  test('a reader that replays the published events holds what the model holds, and sequences have no holes', () => {
    fc.assert(
      fc.property(trace, (happenings) => {
        const world = new World(tight);
        for (const happening of happenings) happen(world, happening);
        const seqs = world.effects.flatMap((effect) => (effect.kind === 'publish' ? [effect.seq] : []));
        expect(seqs).toEqual(seqs.map((_, at) => at + (seqs[0] ?? 1)));
        for (const task of world.cluster.tasks.values()) {
          const graph = world.graphs.get(task.id);
          const { peers, facts, seq } = expectedGraph(task);
          expect([...(graph?.peers.values() ?? [])]).toMatchObject(peers);
          expect({ facts: graph?.facts, seq: graph?.seq }).toEqual({ facts, seq });
        }
      }),
      runs,
    );
  });

  test('the same inputs give the same effects', () => {
    fc.assert(
      fc.property(trace, (happenings) => {
        const world = new World(tight);
        for (const happening of happenings) happen(world, happening);
        const twin = newCluster({ policy: world.cluster.policy });
        expect(world.inputs.flatMap((input) => step(twin, input))).toEqual(world.effects);
      }),
      { numRuns: 100 },
    );
  });

  test('every question is answered once, within the bound', () => {
    fc.assert(
      fc.property(trace, (happenings) => {
        const world = new World({ ...tight, answerTimeoutMs: 60_000 });
        for (const happening of happenings) happen(world, happening);
        const waiting = [...world.cluster.peers.values()].filter(({ parkedAtMs }) => parkedAtMs !== undefined);
        const streams = new Map(waiting.map((peer) => [peer.stream, 0]));
        const before = world.effects.length;
        world.pass(60_000);
        for (const effect of world.effects.slice(before)) {
          if (!('stream' in effect) || !streams.has(effect.stream)) continue;
          if (effect.kind !== 'failStream' || streams.get(effect.stream) === 0) {
            streams.set(effect.stream, (streams.get(effect.stream) ?? 0) + 1);
          }
        }
        expect([...streams.values()]).toEqual([...streams].map(() => 1));
      }),
      runs,
    );
  });

  test('nobody is left with a reservation when all peers are gone, and nothing is left to do', () => {
    fc.assert(
      fc.property(trace, (happenings) => {
        const world = new World(tight);
        for (const happening of happenings) happen(world, happening);
        for (const id of [...world.cluster.peers.keys()]) world.tell({ kind: 'deletePeer', peer: id });
        for (const host of world.cluster.hosts.values()) {
          const { uploads, uploadPieces, txBps, uploadBytes } = host;
          expect({ uploads, uploadPieces, txBps, uploadBytes, held: host.held.size }).toEqual({
            ...{ uploads: 0, uploadPieces: 0, txBps: 0, uploadBytes: 0, held: 0 },
          });
        }
        for (const task of world.cluster.tasks.values()) expect([task.pool.size, task.parked.size]).toEqual([0, 0]);
        world.pass(1e8);
        expect([world.cluster.tasks.size, world.cluster.hosts.size]).toEqual([0, 0]);
      }),
      { numRuns: 150 },
    );
  });
});

describe('a swarm of honest peers', () => {
  test('however it begins, all finish, one seed is asked, and the source is read once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 3 }), fc.nat(), (peers, seeds, chance) => {
        const world = new World();
        for (let n = 0; n < seeds; n += 1) world.seed(`s${n}`);
        for (let n = 0; n < peers; n += 1) world.register(`h${n}`);
        const [asked = ''] = world.triggered();
        world.register(asked, { needBackToSource: true });
        const names = [asked, ...Array.from({ length: peers }, (_, n) => `h${n}`)];
        for (let turn = chance % names.length, idle = 0; idle < names.length * 30; turn += 1, idle += 1) {
          const name = names[turn % names.length] ?? '';
          if (!isOver(world.peer(name))) happenOn(world, name);
        }
        expect(names.filter((name) => world.peer(name).phase !== 'succeeded')).toEqual([]);
        expect(world.triggered()).toHaveLength(1);
        const fromSource = world.effects.filter(
          (e) => e.kind === 'publish' && e.event.kind === 'piecesFinished' && e.event.parent === null,
        );
        expect(fromSource).toHaveLength(10);
      }),
      { numRuns: 60 },
    );
  });

  test('leaders may die one after another: the next one follows within the bound, and never two are at the source', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('vanish', 'host leaves', 'silence'), { minLength: 1, maxLength: 6 }),
        (deaths) => {
          const world = new World();
          world.seed('s0');
          world.seed('s1');
          for (let n = 0; n < 8; n += 1) world.register(`h${n}`);
          for (const death of deaths) {
            const [lease] = world.task().leases;
            if (lease === undefined) throw new Error('nobody leads');
            if (lease.stage === 'triggered') {
              if (death === 'silence') world.pass(2_000);
              else
                world.tell({
                  kind: death === 'vanish' ? 'seedTriggerFailed' : 'hostLeft',
                  host: lease.host,
                  task: world.task().id,
                  why: '',
                });
            } else {
              const name = lease.peer.host.profile.id;
              if (death === 'vanish') world.say(name, { kind: 'streamClosed' });
              else if (death === 'host leaves') world.tell({ kind: 'hostLeft', host: hostId(name) });
              else world.pass(10_000);
            }
            expect(world.task().leases.size).toBe(1);
            const leader = [...world.task().leases][0];
            expect(leader).not.toBe(lease);
          }
        },
      ),
      { numRuns: 100 },
    );
  });
});

function happenOn(world: World, name: string): void {
  const peer = world.peer(name);
  const answer = world.answer(name);
  const number = peer.pieces.size;
  const has = (id: PeerId) =>
    world.cluster.peers.get(id)?.pieces.has(number) || world.cluster.peers.get(id)?.phase === 'succeeded';
  if (answer?.kind === 'backToSource') {
    if (peer.phase !== 'backToSource') world.say(name, { kind: 'backToSourceStarted' });
    else if (number === 10) world.say(name, { kind: 'peerFinished', fromSource: true });
    else world.piece(name, number);
  } else if (answer?.kind === 'offerParents') {
    const parent = answer.parents.find(has);
    if (peer.phase === 'received') world.say(name, { kind: 'peerStarted' });
    else if (number === 10) world.say(name, { kind: 'peerFinished', fromSource: false });
    else if (parent !== undefined) world.piece(name, number, parent.slice(2));
  }
}

import { hostId, type PeerId } from '@damselfly/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isOver } from './peer.ts';
import { counterexample, properties } from './testing/properties.ts';
import { World } from './testing/world.ts';

/** Sequences tried for each property; the slow set of `npm test -- slow` tries many more. */
const numRuns = Math.ceil(Number(process.env.DAMSELFLY_SEQUENCES ?? 7_500) / 50);

describe('whatever happens, in whatever order', () => {
  test.each(Object.entries(properties))(
    '%s',
    (_, check) => {
      expect(counterexample(check, numRuns)).toBeUndefined();
    },
    3_600_000,
  );
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

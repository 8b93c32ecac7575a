import { hostId } from '@damselfly/core';
import { describe, expect, test } from 'vitest';
import type { HostProfile } from './host.ts';
import { brokenRules } from './testing/invariants.ts';
import { MiB, registrationOf, World } from './testing/world.ts';

const pieces = 100;
const big = { lengths: { contentBytes: pieces * 4 * MiB, pieceBytes: 4 * MiB, pieces } };
const quick = Array.from({ length: 6 }, (_, nth) => `quick-${nth}`);

/** One peer at the source, some that come along well, and one that has hardly got anything; all at once, piece by piece. */
function unevenSwarm(laggard: Partial<HostProfile> = {}, rounds = 40) {
  const world = new World();
  world.register('root', { ...registrationOf(), ...big });
  world.say('root', { kind: 'backToSourceStarted' });
  for (let number = 0; number < pieces; number += 1) world.piece('root', number);
  world.host('slow', 'normal', laggard);
  for (const host of [...quick, 'slow']) {
    world.register(host, { ...registrationOf(), ...big });
    world.say(host, { kind: 'peerStarted' });
  }
  const offers = () =>
    world.effects.filter((e) => e.kind === 'offerParents' && e.peer === world.peer('slow').id).length;
  const before = offers();
  const broken: string[] = [];
  for (let number = 0; number < rounds; number += 1) {
    world.pass(200);
    for (const host of quick) world.piece(host, number, 'root');
    if (number % 10 === 0) world.piece('slow', number / 10, 'root');
    broken.push(...brokenRules(world.cluster));
  }
  return { world, unasked: offers() - before, broken };
}

describe('a peer that comes along much slower than others of its task', () => {
  test('gets one of them as a parent without asking', () => {
    const { world, unasked, broken } = unevenSwarm();
    expect(unasked).toBeGreaterThan(0);
    expect(world.peer('slow').parents.some(({ parent }) => quick.includes(parent.host.profile.id))).toBe(true);
    expect(broken).toEqual([]);
  });

  test('gets four such parents at most until it asks again', () => {
    const { world, unasked } = unevenSwarm({}, 95);
    expect(unasked).toBeLessThanOrEqual(4);
    expect(world.peer('slow').reliefs).toBe(unasked);
    world.say('slow', { kind: 'reschedule', parents: [], why: '' });
    expect(world.peer('slow').reliefs).toBe(0);
  });

  test('is left alone when its program reads such offers late', () => {
    expect(unevenSwarm({ followsUnasked: false }).unasked).toBe(0);
  });

  test('is not given hosts that send no faster than those it has', () => {
    const { world } = unevenSwarm({}, 1);
    for (const host of quick) {
      const record = world.cluster.hosts.get(hostId(host))?.record;
      if (record !== undefined) record.measuredBps = 1;
    }
    const parents = world.peer('slow').parents.map(({ parent }) => parent);
    for (let number = 1; number < 40; number += 1) {
      world.pass(200);
      for (const host of quick) world.piece(host, number, 'root');
    }
    expect(world.peer('slow').parents.map(({ parent }) => parent)).toEqual(expect.arrayContaining(parents));
  });
});

import { expect, test } from 'vitest';
import { Pool } from './pool.ts';
import { seededRandom } from './random.ts';
import { World } from './testing/world.ts';

test('every peer of the pool is drawn equally often, and none twice in a row of draws', () => {
  const world = new World();
  const pool = new Pool();
  const peers = Array.from({ length: 20 }, (_, n) => {
    world.register(`h${n}`);
    return world.peer(`h${n}`);
  });
  for (const peer of peers) {
    peer.poolIndex = -1;
    pool.add(peer);
  }
  const random = seededRandom(7);
  const drawn = new Map(peers.map((peer) => [peer, 0]));
  for (let round = 0; round < 20_000; round += 1) {
    const five = Array.from({ length: 5 }, (_, n) => pool.draw(n, random));
    expect(new Set(five).size).toBe(5);
    for (const peer of five) if (peer !== undefined) drawn.set(peer, (drawn.get(peer) ?? 0) + 1);
  }
  for (const times of drawn.values()) expect(Math.abs(times - 5000)).toBeLessThan(250);
});

import { afterEach, expect, test } from 'vitest';
import { GraphStore } from '../model/graph-store.ts';
import { batches, joined, left, peer, task } from '../model/swarm.fixture.ts';
import { HitTest } from './hit-test.ts';

const opened: GraphStore[] = [];
afterEach(() => {
  for (const store of opened.splice(0)) store.dispose();
});

function scene() {
  const store = new GraphStore({ task, wallMs: () => 0 });
  opened.push(store);
  const next = batches();
  store.apply(next([...joined('seed'), ...joined('a', ['seed']), ...joined('b', ['seed'])]));
  const place = (name: string) => {
    const slot = store.scene.slotOf(peer(name)) ?? 0;
    return { slot, x: store.layout.places.x[slot] ?? 0, y: store.layout.places.y[slot] ?? 0 };
  };
  return { store, next, place, hits: new HitTest(store) };
}

test('a point on a peer finds it, a point beside it finds nothing', () => {
  const { hits, place } = scene();
  const { slot, x, y } = place('a');
  expect(hits.at(x + 12, y - 12, 1)).toBe(slot);
  expect(hits.at(x + 40, y, 1)).toBe(-1);
});

test('from afar a peer is as large as a fingertip', () => {
  const { hits, place } = scene();
  const { slot, x, y } = place('b');
  expect(hits.at(x, y + 45, 0.2)).toBe(slot);
});

test('a peer that left is not found any more', () => {
  const { store, next, hits, place } = scene();
  const { x, y } = place('a');
  store.apply(next([left('a')]));
  expect(hits.at(x, y, 1)).toBe(-1);
});

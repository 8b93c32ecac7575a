import { afterEach, expect, test } from 'vitest';
import { GraphStore } from './graph-store.ts';
import { stepInList } from './list-keys.ts';
import { outlineOf } from './outline.ts';
import { batches, joined, peer, task } from './swarm.fixture.ts';
import { type WalkDirection, walk } from './walk.ts';

const opened: GraphStore[] = [];
afterEach(() => {
  for (const store of opened.splice(0)) store.dispose();
});

function diamond(): GraphStore {
  const store = new GraphStore({ task, wallMs: () => 0 });
  opened.push(store);
  const events = [...joined('seed'), ...joined('a', ['seed']), ...joined('b', ['seed']), ...joined('c', ['a', 'b'])];
  store.apply(batches()(events));
  return store;
}

function walker(store: GraphStore) {
  let at: number | undefined;
  return (to: WalkDirection): string | undefined => {
    const next = walk(store.scene, store.layout, at, to);
    at = next ?? at;
    return next === undefined ? undefined : store.scene.peers[next]?.hostname;
  };
}

test('arrows lead to children, siblings and parents, and stop at the edges', () => {
  const store = diamond();
  const go = walker(store);
  expect(go('down')).toBe('seed');
  const first = go('down');
  const sibling = go(first === 'a' ? 'right' : 'left');
  expect([first, sibling].sort()).toEqual(['a', 'b']);
  expect(go(first === 'a' ? 'right' : 'left')).toBeUndefined();
  expect(go('down')).toBe('c');
  expect(go('down')).toBeUndefined();
  expect(go('up')).toMatch(/^[ab]$/);
  expect(go('up')).toBe('seed');
  expect(go('up')).toBeUndefined();
});

test('the list reads level by level in the order of the drawing', () => {
  const store = diamond();
  const rows = outlineOf(store, () => true, new Set());
  const words = rows.map((row) =>
    row.kind === 'level' ? `${row.level} (${row.count})` : store.scene.peers[row.slot]?.hostname,
  );
  const { x } = store.layout.places;
  const slot = (name: string) => store.scene.slotOf(peer(name)) ?? 0;
  const middle = (x[slot('a')] ?? 0) < (x[slot('b')] ?? 0) ? ['a', 'b'] : ['b', 'a'];
  expect(words).toEqual(['0 (1)', 'seed', '1 (2)', ...middle, '2 (1)', 'c']);
});

test('hidden states and closed levels are left out of the list', () => {
  const store = diamond();
  expect(outlineOf(store, () => false, new Set())).toEqual([]);
  const closed = outlineOf(store, () => true, new Set([1]));
  expect(closed.filter((row) => row.kind === 'peer').map(({ level }) => level)).toEqual([0, 2]);
});

test('keys move through the list, open and close levels, pick and leave', () => {
  const rows = outlineOf(diamond(), () => true, new Set());
  expect(stepInList('ArrowDown', rows, 0, 10)).toEqual({ kind: 'move', index: 1 });
  expect(stepInList('ArrowUp', rows, 0, 10)).toEqual({ kind: 'move', index: 0 });
  expect(stepInList('End', rows, 0, 10)).toEqual({ kind: 'move', index: rows.length - 1 });
  expect(stepInList('PageDown', rows, 1, 3)).toEqual({ kind: 'move', index: 4 });
  expect(stepInList('ArrowLeft', rows, 4, 10)).toEqual({ kind: 'move', index: 2 });
  expect(stepInList('ArrowLeft', rows, 2, 10)).toEqual({ kind: 'open', open: false });
  expect(stepInList('Enter', rows, 1, 10)).toEqual({ kind: 'pick' });
  expect(stepInList('Escape', rows, 1, 10)).toEqual({ kind: 'leave' });
  expect(stepInList('x', rows, 1, 10)).toBeUndefined();
});

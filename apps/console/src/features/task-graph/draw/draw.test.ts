import { expect, test } from 'vitest';
import { LabelRoom } from './label-room.ts';
import { shortNames } from './short-name.ts';
import { lookCode, spriteRadius } from './sprite-atlas.ts';

const within = (length: number) => (name: string) => name.length <= length;

test('names are whole where they fit and lose their front where they do not', () => {
  expect(shortNames(['hz-a-r01-n02', 'peer-1'], within(20))).toEqual(['hz-a-r01-n02', 'peer-1']);
  expect(shortNames(['hz-a-r01-n02', 'sh-1-r03-n04'], within(8))).toEqual(['r01-n02', 'r03-n04']);
});

test('names that would read the same are lengthened until they differ', () => {
  expect(shortNames(['hz-a-r01-n02', 'hz-b-r01-n02'], within(11))).toEqual(['…a-r01-n02', '…b-r01-n02']);
});

test('no label is written over another', () => {
  const room = new LabelRoom();
  expect(room.take(0, 0, 100, 16)).toBe(true);
  expect(room.take(90, 10, 100, 16)).toBe(false);
  expect(room.take(90, 17, 100, 16)).toBe(true);
});

test('looks that differ have different codes', () => {
  const codes = new Set<number>();
  for (const seed of [0, 1]) {
    for (let state = 0; state < 5; state++)
      for (let step = 0; step <= 40; step++) codes.add(lookCode(seed, state, step / 40));
  }
  expect(codes.size).toBe(2 * 5 * 41);
});

test('sprites come in few sizes', () => {
  const sizes = new Set(Array.from({ length: 400 }, (_, index) => spriteRadius(2 + index * 0.05)));
  expect(sizes.size).toBeLessThan(25);
});

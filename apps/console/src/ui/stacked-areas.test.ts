import { expect, test } from 'vitest';
import { stackedAreas } from './stacked-areas.ts';

const box = { width: 100, height: 108, capacity: 3 };

test('series stand on one another and the tallest sum nearly fills the height', () => {
  const [lower, upper] = stackedAreas(
    [
      [0, 1, 1],
      [0, 1, 1],
    ],
    box,
  );
  expect(lower?.line).toBe('M0 108L50 58L100 58');
  expect(upper?.line).toBe('M0 108L50 8L100 8');
  expect(upper?.area).toBe('M0 108L50 8L100 8L100 58L50 58L0 108Z');
});

test('fewer points than fit stand at the right edge', () => {
  expect(stackedAreas([[0, 0]], box)[0]?.line).toBe('M50 108L100 108');
});

test('nothing yet draws nothing', () => {
  expect(stackedAreas([[]], box)).toEqual([{ area: '', line: '' }]);
});

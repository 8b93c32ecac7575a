import { expect, test } from 'vitest';
import { spaceIn } from './disk-space.ts';

test('blocks kept for the system count neither as used nor as free', () => {
  const space = spaceIn({ blocks: 1000, bfree: 800, bavail: 300, bsize: 4096 });
  expect(space).toEqual({ totalBytes: 500 * 4096, availableBytes: 300 * 4096 });
});

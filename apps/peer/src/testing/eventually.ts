import { vi } from 'vitest';

/** Tries until `check` no longer throws. The bound is for what never comes; it measures nothing. */
export const eventually = <Result>(check: () => Result | Promise<Result>): Promise<Result> =>
  vi.waitFor(check, { timeout: 30_000 });

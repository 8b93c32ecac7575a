import { defineConfig } from 'vitest/config';

/** Room for a slow machine: these bound what never comes, they are no measure of speed. */
const node = {
  environment: 'node',
  testTimeout: 90_000,
  hookTimeout: 120_000,
  expect: { poll: { timeout: 30_000 } },
} as const;

export default defineConfig({
  test: {
    projects: [
      { test: { ...node, name: 'core', include: ['packages/core/src/**/*.test.ts'] } },
      { test: { ...node, name: 'proto', include: ['packages/proto/src/**/*.test.ts'] } },
      { test: { ...node, name: 'registry', include: ['packages/registry/src/**/*.test.ts'] } },
      { test: { ...node, name: 'db', include: ['packages/db/src/**/*.test.ts'] } },
      { test: { ...node, name: 'scheduler', include: ['apps/scheduler/{src,bench}/**/*.test.ts'] } },
      { test: { ...node, name: 'peer', include: ['apps/peer/{src,bench}/**/*.test.ts'] } },
      { test: { ...node, name: 'console', include: ['apps/console/src/**/*.test.{ts,tsx}'] } },
      { test: { ...node, name: 'launch', include: ['launch/src/**/*.test.ts'] } },
      {
        test: {
          ...node,
          name: 'e2e',
          include: ['e2e/cluster/**/*.spec.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
    maxWorkers: 2,
  },
});

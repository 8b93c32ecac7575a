import { QueryClient } from '@tanstack/react-query';
import { expect, test } from 'vitest';
import type { ApiLine } from './api-client.ts';
import { createApiOptions } from './api-options.ts';

const asked: unknown[] = [];
const line: ApiLine = {
  call: async (kind, path, input) => {
    asked.push([kind, path, input]);
    return { path };
  },
  subscribe: () => ({ unsubscribe: () => undefined }),
};
const options = createApiOptions(line);

test('a query is kept under its path and input, so that its path finds it and another input does not', async () => {
  const cache = new QueryClient();
  await cache.fetchQuery(options.clusters.byId.queryOptions({ id: 7 }));
  expect(asked.at(-1)).toEqual(['query', 'clusters.byId', { id: 7 }]);
  expect(cache.getQueryData(options.clusters.byId.queryKey({ id: 7 }))).toEqual({ path: 'clusters.byId' });
  expect(cache.getQueryData(options.clusters.byId.queryKey({ id: 8 }))).toBeUndefined();
  expect(cache.getQueriesData(options.clusters.pathFilter())).toHaveLength(1);
  expect(cache.getQueriesData(options.jobs.pathFilter())).toHaveLength(0);
});

test('the pages of a list are asked for with their cursor and kept apart from the plain query', async () => {
  const cache = new QueryClient();
  await cache.fetchInfiniteQuery({
    ...options.tasks.list.infiniteQueryOptions({ limit: 5 }, { getNextPageParam: () => undefined }),
    initialPageParam: 'second',
  });
  expect(asked.at(-1)).toEqual(['query', 'tasks.list', { limit: 5, cursor: 'second' }]);
  expect(cache.getQueryData(options.tasks.list.queryKey({ limit: 5 }))).toBeUndefined();
  expect(cache.getQueriesData(options.tasks.pathFilter())).toHaveLength(1);
});

import { type QueryFunctionContext, skipToken } from '@tanstack/react-query';
import type { TRPCOptionsProxy } from '@trpc/tanstack-react-query';
import type { AppRouter } from '../../../server/trpc/router.ts';
import type { ApiLine } from './api-client.ts';
import { isRecord } from './api-error.ts';
import { pathProxy } from './api-proxy.ts';
import type { SubscriptionHandlers } from './subscribe.ts';

/** Options for TanStack's hooks by name: `useQuery(api.tasks.list.queryOptions(input))`. */
export type ApiOptions = TRPCOptionsProxy<AppRouter>;

type KeyType = 'query' | 'infinite' | 'any';

/** What is kept of a call in the cache: under its path, its input and its kind, so that a path names all below it. */
function keyOf(path: readonly string[], input: unknown, type: KeyType): readonly unknown[] {
  const kept =
    input === undefined || input === skipToken ? {} : { input: type === 'infinite' ? withoutCursor(input) : input };
  if (type === 'any') return input === undefined ? [path] : [path, kept];
  return [path, { ...kept, type }];
}

function withoutCursor(input: unknown): unknown {
  if (!isRecord(input)) return input;
  const { cursor: _, ...rest } = input;
  return rest;
}

/** The options of every procedure, whose calls go over `line`. */
export function createApiOptions(line: ApiLine): ApiOptions {
  return pathProxy((names, [first, second]) => {
    const path = names.slice(0, -1);
    const name = path.join('.');
    const extra = isRecord(second) ? second : {};
    const filter = isRecord(first) ? first : {};
    const unlessSkipped = <T>(queryFn: T) => (first === skipToken ? skipToken : queryFn);
    switch (names.at(-1)) {
      case 'pathKey':
        return keyOf(path, undefined, 'any');
      case 'pathFilter':
        return { ...filter, queryKey: keyOf(path, undefined, 'any') };
      case 'queryKey':
        return keyOf(path, first, 'query');
      case 'queryFilter':
        return { ...extra, queryKey: keyOf(path, first, 'query') };
      case 'queryOptions': {
        const queryFn = unlessSkipped(() => line.call('query', name, first));
        return { ...extra, queryKey: keyOf(path, first, 'query'), queryFn };
      }
      case 'infiniteQueryKey':
        return keyOf(path, first, 'infinite');
      case 'infiniteQueryFilter':
        return { ...extra, queryKey: keyOf(path, first, 'infinite') };
      case 'infiniteQueryOptions': {
        const page = (cursor: unknown) => ({
          ...(isRecord(first) ? first : {}),
          ...(cursor !== undefined && { cursor }),
        });
        const queryFn = unlessSkipped(({ pageParam }: QueryFunctionContext<readonly unknown[], unknown>) =>
          line.call('query', name, page(pageParam)),
        );
        return { ...extra, queryKey: keyOf(path, first, 'infinite'), queryFn, initialPageParam: extra.initialCursor };
      }
      case 'mutationKey':
        return [path];
      case 'mutationOptions':
        return { ...filter, mutationKey: [path], mutationFn: (input: unknown) => line.call('mutation', name, input) };
      case 'subscriptionOptions':
        return {
          enabled: first !== skipToken,
          ...extra,
          queryKey: keyOf(path, first, 'any'),
          subscribe: (handlers: SubscriptionHandlers) => line.subscribe(name, first, handlers),
        };
      default:
        throw new TypeError(`the API has no ${names.join('.')}`);
    }
  }) as ApiOptions;
}

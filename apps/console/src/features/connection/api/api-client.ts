import type { TRPCClient } from '@trpc/client';
import type { AppRouter } from '../../../server/trpc/router.ts';
import { pathProxy } from './api-proxy.ts';
import { BatchCalls, type CallKind } from './batch-calls.ts';
import { type SubscriptionHandlers, subscribe } from './subscribe.ts';

/** The console's API by name: `client.tasks.list.query(input)`. Speaks what tRPC's server speaks. */
export type ApiClient = TRPCClient<AppRouter>;

/** Calls and subscriptions by path. */
export interface ApiLine {
  call(kind: CallKind, path: string, input: unknown, signal?: AbortSignal): Promise<unknown>;
  subscribe(path: string, input: unknown, handlers: SubscriptionHandlers): { unsubscribe(): void };
}

/** A line to the API at `url`. */
export function createApiLine(url: string): ApiLine {
  const batch = new BatchCalls(url);
  return {
    call: (kind, path, input, signal) => batch.call(kind, path, input, signal),
    subscribe: (path, input, handlers) => subscribe(`${url}/${path}`, input, handlers),
  };
}

/** The API by name, over a line. */
export function createApiClient(line: ApiLine): ApiClient {
  return pathProxy((names, [input, options]) => {
    const path = names.slice(0, -1).join('.');
    switch (names.at(-1)) {
      case 'query':
        return line.call('query', path, input, signalOf(options));
      case 'mutate':
        return line.call('mutation', path, input, signalOf(options));
      case 'subscribe':
        return line.subscribe(path, input, (options ?? {}) as SubscriptionHandlers);
      default:
        throw new TypeError(`the API has no ${names.join('.')}`);
    }
  }) as ApiClient;
}

const signalOf = (options: unknown) => (options as { signal?: AbortSignal } | undefined)?.signal;

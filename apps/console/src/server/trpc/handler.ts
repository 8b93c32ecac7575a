import type { Log } from '@damselfly/core/node';
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { clientOf } from '../client-address.ts';
import type { Client } from '../domain/access/client.ts';
import type { SessionViewer } from '../domain/accounts/viewer.ts';
import type { Context, Services } from './context.ts';
import { appRouter } from './router.ts';

/** Within a minute of a revocation, as operators are promised. */
const streamRecheckMs = 20_000;

export interface TrpcHandlerNeeds {
  readonly services: Services;
  readonly viewer: (cookieHeader: string | null, from: Client) => Promise<SessionViewer | undefined>;
  readonly log: Log;
}

/** Answers requests under `/api/trpc`: queries, mutations, batches, and subscriptions as server-sent events. */
export const createTrpcHandler =
  ({ services, viewer, log }: TrpcHandlerNeeds) =>
  (request: Request): Promise<Response> =>
    fetchRequestHandler({
      endpoint: '/api/trpc',
      req: request,
      router: appRouter,
      maxBatchSize: 20,
      createContext: async (): Promise<Context> => {
        const client = clientOf((name) => request.headers.get(name));
        const signedIn = await viewer(request.headers.get('cookie'), client);
        return { services, log, streamRecheckMs, client, viewer: signedIn };
      },
      onError({ error, path }) {
        if (error.code === 'INTERNAL_SERVER_ERROR' && error.cause === undefined)
          log.error({ err: error, path }, 'tRPC failed');
      },
    });

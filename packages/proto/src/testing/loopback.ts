import type { Client } from '@grpc/grpc-js';
import { hostAndPort } from '../address.ts';
import { type ClientConstructor, createClient } from '../client/channel.ts';
import { type Handlers, handlers } from '../server/handlers.ts';
import { type RunningServer, type ServeOptions, type ServiceBinding, serve } from '../server/serve.ts';

export interface Loopback extends AsyncDisposable {
  readonly server: RunningServer;
  readonly address: string;
  /** What handlers threw without meaning to. */
  readonly internalErrors: unknown[];
  client<C extends Client>(Constructor: ClientConstructor<C>): C;
}

/** A server on a free port of 127.0.0.1 with clients that go down with it. */
export async function loopback(
  services: (adapt: Handlers) => readonly ServiceBinding[],
  options: Partial<ServeOptions> = {},
): Promise<Loopback> {
  const internalErrors: unknown[] = [];
  const adapt = handlers({ onInternalError: (error) => internalErrors.push(error) });
  const server = await serve({ listen: { host: '127.0.0.1', port: 0 }, ...options, services: services(adapt) });
  const address = hostAndPort('127.0.0.1', server.port);
  const clients: Client[] = [];
  return {
    server,
    address,
    internalErrors,
    client: (Constructor) => {
      const client = createClient(Constructor, { address });
      clients.push(client);
      return client;
    },
    [Symbol.asyncDispose]: async () => {
      for (const client of clients) client.close();
      await server.close(0);
    },
  };
}

/** Resolves once `holds` does; fails after two seconds. */
export async function eventually(holds: () => boolean): Promise<void> {
  const giveUpAt = performance.now() + 2_000;
  while (!holds()) {
    if (performance.now() > giveUpAt) throw new Error('it never came true');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

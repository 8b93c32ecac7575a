import { handlers, hostAndPort, manager, serve } from '@damselfly/proto';
import type { ServerCredentials } from '@grpc/grpc-js';

export interface ScriptedManager {
  readonly address: string;
  /** What the cluster's configuration says to peers from the next time they ask; JSON. */
  peers: unknown;
  /** The same for seed peers. */
  seeds: unknown;
  close(): Promise<void>;
}

/** A manager that knows one scheduler and tells peers what it is made to tell. */
export async function startScriptedManager(
  schedulerAddress: string,
  credentials?: ServerCredentials,
): Promise<ScriptedManager> {
  const [ip = '', port = ''] = schedulerAddress.split(':');
  const json = (value: unknown) => Buffer.from(JSON.stringify(value));
  const adapt = handlers({ onInternalError: () => undefined });
  const listSchedulers = adapt.unary(async () => ({
    schedulers: [
      manager.Scheduler.fromPartial({
        ...{ id: 1n, hostname: 's', ip, port: Number(port), state: 'active', schedulerClusterId: 1n },
        schedulerCluster: { id: 1n, clientConfig: json(self.peers), seedClientConfig: json(self.seeds) },
      }),
    ],
  }));
  const server = await serve({
    listen: { host: '127.0.0.1', port: 0 },
    ...(credentials === undefined ? {} : { credentials }),
    services: [{ definition: manager.ManagerService, implementation: { listSchedulers } }],
  });
  const self: ScriptedManager = {
    address: hostAndPort('127.0.0.1', server.port),
    peers: {},
    seeds: {},
    close: () => server.close(0),
  };
  return self;
}

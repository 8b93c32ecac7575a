import type { Log } from '@damselfly/core/node';
import {
  type CheckToken,
  configs,
  guarded,
  Health,
  handlers,
  hostAndPort,
  manager,
  rateLimited,
  serve,
  topology as wire,
} from '@damselfly/proto';
import type { ServerCredentials } from '@grpc/grpc-js';
import type { ConfigVersion } from '../domain/topology/config-version.ts';
import type { Topology } from '../domain/topology/topology.ts';
import type { LiveHub } from '../live/live.ts';
import { deleteSeedPeer } from './delete-seed-peer.ts';
import { getScheduler } from './get-scheduler.ts';
import { getSeedPeer } from './get-seed-peer.ts';
import { keepAlive } from './keep-alive.ts';
import { listApplications } from './list-applications.ts';
import { listSchedulers } from './list-schedulers.ts';
import { listSeedPeers } from './list-seed-peers.ts';
import { publish } from './publish.ts';
import { updateScheduler } from './update-scheduler.ts';
import { updateSeedPeer } from './update-seed-peer.ts';
import { watchConfig } from './watch-config.ts';

export interface ManagerGrpcNeeds {
  /** Port 0 takes a free one. `requestRateLimit`: calls and new streams a second; Dragonfly's 4000 unless said. */
  readonly config: { readonly ip: string; readonly port: number; readonly requestRateLimit?: number };
  readonly topology: Topology;
  readonly version: Pick<ConfigVersion, 'watch'>;
  readonly hub: Pick<LiveHub, 'connect'>;
  /** How this manager shows who it is, and whom it believes; plain text unless given. */
  readonly credentials?: ServerCredentials;
  /** Lets in who joins; everybody may unless given. */
  readonly checkJoin?: CheckToken | undefined;
  readonly log: Log;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

export interface ManagerGrpc {
  /** `ip:port` in use. */
  readonly address: string;
  /** Turns health off, ends every stream and stops. Leases run on: the members will find another manager. */
  close(): Promise<void>;
}

const closeGraceMs = 200;

/** Serves Dragonfly's manager.v2, our topology feed, health and reflection. `unavailable` when the address is taken. */
export async function startManagerGrpc({
  config,
  topology,
  version,
  hub,
  credentials,
  checkJoin,
  log,
  now = Date.now,
}: ManagerGrpcNeeds): Promise<ManagerGrpc> {
  const kit = handlers({ onInternalError: (err, path) => log.error({ err, path }, 'a call failed unexpectedly') });
  const { unary, clientStream, serverStream, bidi } = kit;
  const stopping = new AbortController();
  const health = new Health({
    serving: ['', 'manager.v2.Manager', 'damselfly.topology.v1.TopologyService', 'damselfly.manager.v1.ConfigService'],
  });
  const managerService: manager.ManagerServer = {
    getSeedPeer: unary(getSeedPeer({ topology, now })),
    listSeedPeers: unary(listSeedPeers({ topology, now })),
    updateSeedPeer: unary(updateSeedPeer({ topology, now })),
    deleteSeedPeer: unary(deleteSeedPeer({ topology })),
    getScheduler: unary(getScheduler({ topology, now })),
    updateScheduler: unary(updateScheduler({ topology, now })),
    listSchedulers: unary(listSchedulers({ topology, now })),
    listApplications: unary(listApplications({ topology })),
    keepAlive: clientStream(keepAlive({ topology, stopping: stopping.signal })),
  };
  const topologyService: wire.TopologyServiceServer = { publish: bidi(publish({ topology, hub })) };
  const configService: configs.ConfigServiceServer = {
    watch: serverStream(watchConfig({ version, stopping: stopping.signal })),
  };
  const server = await serve({
    listen: { host: config.ip, port: config.port },
    services: [
      { definition: manager.ManagerService, implementation: managerService },
      { definition: wire.TopologyServiceService, implementation: topologyService },
      { definition: configs.ConfigServiceService, implementation: configService },
      health.binding(kit),
    ],
    interceptors: [
      rateLimited({ perSecond: config.requestRateLimit ?? 4000 }),
      ...(checkJoin ? [guarded(checkJoin)] : []),
    ],
    ...(credentials && { credentials }),
    reflection: true,
  });
  return {
    address: hostAndPort(config.ip, server.port),
    async close() {
      stopping.abort();
      health.stop();
      await server.close(closeGraceMs);
    },
  };
}

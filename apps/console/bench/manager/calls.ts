import { silentLog } from '@damselfly/core/node';
import type { Database } from '@damselfly/db';
import { createClient, manager, unaryCall } from '@damselfly/proto';
import { ConfigVersion } from '../../src/server/domain/topology/config-version.ts';
import { createTopology } from '../../src/server/domain/topology/topology.ts';
import { startManagerGrpc } from '../../src/server/grpc/serve.ts';
import { createLiveHub } from '../../src/server/live/live.ts';

/** Who renews leases, and how many schedulers a peer is told of. */
const members = 200;
const listed = 3;
const atOnce = 16;

/** `ListSchedulers` answered, and leases written, in a second; each for `ms`. */
export async function measureGrpc(database: Database, ms: number) {
  const topology = createTopology({ stores: database.topology, now: Date.now });
  const version = new ConfigVersion({
    ...{ source: database.topology, pollMs: 1000, onChange: () => topology.changed(), log: silentLog() },
  });
  const hub = createLiveHub();
  const config = { ip: '127.0.0.1', port: 0, requestRateLimit: 1e9 };
  const server = await startManagerGrpc({ config, topology, version, hub, log: silentLog() });
  const client = createClient(manager.ManagerClient, { address: server.address });
  try {
    const keys = Array.from({ length: members }, (_, n) => ({
      clusterId: 1,
      hostname: `s-${n}`,
      ip: `10.0.0.${n + 1}`,
    }));
    for (const key of keys.slice(0, listed)) await (await topology.keepScheduler(key, 'bench')).renew();
    const request = { hostname: 'peer', ip: '10.1.0.1', schedulerClusterId: 1n };
    const wanted = manager.ListSchedulersRequest.fromPartial(request);
    const lists = await rate(ms, () => unaryCall(client.listSchedulers.bind(client), wanted));
    for (const key of keys.slice(listed)) await topology.keepScheduler(key, 'bench');
    const { renewLease } = database.topology.schedulers;
    const written = await rate(ms, async (n) => {
      const nowMs = Date.now();
      const key = keys[n % members];
      if (key) await renewLease(key, { holder: 'bench', renewedAtMs: nowMs, expiresAtMs: nowMs + 15_000 });
    });
    return [
      { id: `ListSchedulers, ${listed} schedulers`, value: lists, unit: '/s' },
      { id: `leases written, ${members} schedulers`, value: written, unit: '/s' },
    ];
  } finally {
    client.close();
    version.close();
    await server.close();
    hub.close();
  }
}

async function rate(ms: number, ask: (n: number) => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  let done = 0;
  const worker = async () => {
    while (performance.now() - startedAt < ms) {
      const n = done;
      done += 1;
      await ask(n);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return Math.round((done * 1000) / (performance.now() - startedAt));
}

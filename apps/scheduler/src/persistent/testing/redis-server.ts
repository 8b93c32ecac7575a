import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';

const binary = ['redis-server', 'valkey-server'].find(
  (name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0,
);

/** False where no Redis or Valkey is installed. */
export const redisIsHere = binary !== undefined;

if (!redisIsHere)
  process.stderr.write('\nSKIPPED: the Redis store is not tested; install it with: apt-get install redis-server\n\n');

/** A server of the test's own, with its data in a folder that goes with it. */
export interface RedisServer extends AsyncDisposable {
  readonly address: string;
  /** A connection to look around with. */
  readonly client: Redis;
}

/** `cluster`: one node that owns every slot, and refuses commands over several. */
export async function redisServer({ cluster = false } = {}): Promise<RedisServer> {
  const dir = await mkdtemp(join(tmpdir(), 'damselfly-redis-'));
  const port = await freePort();
  const settings = ['--port', String(port), '--bind', '127.0.0.1', '--dir', dir, '--save', '', '--appendonly', 'no'];
  const clustered = cluster ? ['--cluster-enabled', 'yes', '--cluster-announce-ip', '127.0.0.1'] : [];
  const child = spawn(binary ?? 'redis-server', [...settings, ...clustered], { stdio: 'ignore' });
  const client = new Redis({ host: '127.0.0.1', port, retryStrategy: () => 20, maxRetriesPerRequest: null });
  client.on('error', () => process.exitCode); // Until the server listens, connections are refused.
  await client.ping();
  if (cluster) {
    await client.call('CLUSTER', 'ADDSLOTSRANGE', '0', '16383');
    while (!String(await client.call('CLUSTER', 'INFO')).includes('cluster_state:ok')) await client.ping();
  }
  return {
    address: `127.0.0.1:${port}`,
    client,
    [Symbol.asyncDispose]: async () => {
      client.disconnect();
      await stop(child);
      await rm(dir, { recursive: true, force: true });
    },
  };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

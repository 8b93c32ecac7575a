import { readFile } from 'node:fs/promises';
import { Failure } from '@damselfly/core';
import { Cluster, type ClusterOptions, Redis, type RedisOptions } from 'ioredis';
import type { RedisConfig } from '../config.ts';

/** What the store asks of Redis. */
export type RedisClient = Redis | Cluster;

/** How long one command may take; a server that does not answer makes the call fail, not hang. */
const commandTimeoutMs = 5_000;

/**
 * One address is a server, several are a Redis Cluster, and with `masterName` they are sentinels. Connects on first use
 * and again whenever the connection is lost. `onError` hears of trouble that no command waits for.
 */
export async function connectRedis(config: RedisConfig, onError: (error: Error) => void): Promise<RedisClient> {
  const addresses = config.addrs.map(addressOf);
  const [first] = addresses;
  if (first === undefined) throw new Failure('invalid', 'database.redis.addrs is empty; name a host:port');
  const { tls } = config;
  const secured = tls && {
    ...(tls.caCert === undefined ? {} : { ca: await readFile(tls.caCert) }),
    ...(tls.cert === undefined ? {} : { cert: await readFile(tls.cert) }),
    ...(tls.key === undefined ? {} : { key: await readFile(tls.key) }),
    rejectUnauthorized: !tls.insecureSkipVerify,
  };
  const shared: RedisOptions = {
    ...(config.username === undefined ? {} : { username: config.username }),
    ...(config.password === undefined ? {} : { password: config.password }),
    ...(secured === undefined ? {} : { tls: secured }),
    connectTimeout: 3_000,
    commandTimeout: commandTimeoutMs,
    maxRetriesPerRequest: 1,
    enableAutoPipelining: false,
    retryStrategy: (attempt) => Math.min(2_000, 50 * 2 ** attempt),
  };
  let client: RedisClient;
  if (config.masterName !== undefined) {
    const sentinels = addresses.map(({ host, port }) => ({ host, port }));
    client = new Redis({
      ...shared,
      sentinels,
      name: config.masterName,
      db: config.db,
      ...(config.sentinelUsername === undefined ? {} : { sentinelUsername: config.sentinelUsername }),
      ...(config.sentinelPassword === undefined ? {} : { sentinelPassword: config.sentinelPassword }),
    });
  } else if (addresses.length > 1) {
    const options: ClusterOptions = { redisOptions: shared, clusterRetryStrategy: (n) => Math.min(2_000, 50 * 2 ** n) };
    client = new Cluster(addresses, options);
  } else client = new Redis({ ...shared, ...first, db: config.db });
  client.on('error', onError);
  return client;
}

function addressOf(text: string): { host: string; port: number } {
  const at = text.lastIndexOf(':');
  const port = Number(text.slice(at + 1));
  if (at < 1 || !Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Failure('invalid', `database.redis.addrs: "${text}" is no host:port`);
  return { host: text.slice(0, at).replace(/^\[|\]$/g, ''), port };
}

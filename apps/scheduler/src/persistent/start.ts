import type { HostId } from '@damselfly/core';
import type { Lifecycle, Log } from '@damselfly/core/node';
import type { common } from '@damselfly/proto';
import type { Host } from '../core/host.ts';
import type { Engine } from '../shell/engine.ts';
import type { PersistentConfig, RedisConfig } from './config.ts';
import { FileStore } from './file/file-store.ts';
import { GrpcHostCalls } from './host-calls.ts';
import { Reconciler } from './reconciler.ts';
import { connectRedis } from './redis/connect.ts';
import { Keys } from './redis/keys.ts';
import { RedisStore } from './redis/redis-store.ts';
import { Replicas } from './replicas.ts';
import type { ReplicaStore } from './store.ts';
import { Transfers } from './transfers.ts';

export interface PersistentParts {
  readonly config: PersistentConfig;
  readonly redis: RedisConfig;
  readonly clusterId: number;
  /** Names this scheduler among those of its cluster. */
  readonly self: string;
  readonly engine: Engine;
  /** How long a host lives without another announcement. */
  readonly lifeMs: (announceIntervalMs: number) => number;
  readonly life: Lifecycle;
  readonly log: Log;
}

/** Persistent tasks: what the RPCs use, and what keeps an eye on hosts. */
export interface Persistent {
  readonly replicas: Replicas;
  readonly transfers: Transfers;
  readonly hostAnnounced: (host: Host, announced: common.Host) => void;
  readonly hostGone: (host: HostId) => void;
}

/** Opens the store and begins to look after copies. */
export async function startPersistent(parts: PersistentParts): Promise<Persistent> {
  const { config, engine, life, log } = parts;
  const nowMs = Date.now;
  const store = await openStore(parts);
  life.onStop('persistent store', () => store.close());
  const calls = new GrpcHostCalls({
    callTimeoutMs: config.callTimeout,
    downloadTimeoutMs: config.downloadTimeout,
    concurrency: config.concurrency,
    signal: life.signal,
  });
  const transfers = new Transfers({ engine, store, nowMs });
  const reconciler = new Reconciler({
    ...{ engine, store, calls, transfers, self: parts.self, nowMs, log },
    intervalMs: config.reconcileInterval,
    retryDelayMs: config.retryDelay,
    downloadTimeoutMs: config.downloadTimeout,
    uploadTimeoutMs: config.uploadTimeout,
  });
  reconciler.start();
  life.onStop('persistent tasks', () => reconciler.close());
  const replicas = new Replicas({ engine, store, transfers, calls, reconciler, nowMs, log });

  const inBackground = (work: Promise<void>, host: HostId) => {
    work.catch((err: unknown) => log.warn({ err, host }, 'a host could not be noted for persistent tasks'));
  };
  return {
    replicas,
    transfers,
    hostAnnounced: ({ profile, draining: leaving }, announced) => {
      const { id, ip, downloadPort, idc, disableShared, announceIntervalMs } = profile;
      // A host that does not tell its free disk is believed to have room.
      const diskFreeBytes = announced.disk === undefined ? Number.MAX_SAFE_INTEGER : Number(announced.disk.free);
      const expiresAtMs = nowMs() + parts.lifeMs(announceIntervalMs);
      const facts = { id, ip, downloadPort, idc, disableShared, diskFreeBytes, leaving, expiresAtMs };
      inBackground(store.putHost(facts), id);
    },
    hostGone: (id) => inBackground(sayGoodbye(store, id, nowMs() + config.hostGrace), id),
  };
}

/** Its copies count for a while longer: a host that only restarts shall not cause copies elsewhere. */
async function sayGoodbye(store: ReplicaStore, id: HostId, untilMs: number): Promise<void> {
  const host = await store.host(id);
  if (host !== undefined)
    await store.putHost({ ...host, leaving: true, expiresAtMs: Math.min(host.expiresAtMs, untilMs) });
}

async function openStore({ config, redis, clusterId, log }: PersistentParts): Promise<ReplicaStore> {
  if (redis.addrs.length === 0) return await FileStore.open({ dir: config.dir, limit: config.limit });
  const client = await connectRedis(redis, (err) => log.warn({ err }, 'the connection to Redis has trouble'));
  return new RedisStore(client, new Keys(clusterId));
}

import type { HostId } from '@damselfly/core';
import type { Lifecycle, Log } from '@damselfly/core/node';
import type { common } from '@damselfly/proto';
import { Downloads } from '../download/downloads.ts';
import type { DownloadParts } from '../download/gathering.ts';
import type { PieceFeed } from '../download/piece-feed.ts';
import type { Registration } from '../download/scheduling.ts';
import type { AnnounceCall } from '../scheduler/announce-session.ts';
import type { SchedulerPool } from '../scheduler/scheduler-pool.ts';
import { SchedulingClient } from '../scheduler/scheduling-client.ts';
import type { PieceTransport, TaskKind } from '../transport/transport.ts';
import { announceCache } from './announce-cache.ts';
import { announcePersistent } from './announce-persistent.ts';
import { announcePersistentCache } from './announce-persistent-cache.ts';
import type { ReplicaBook, ReplicatedKind, ReplicatedTask } from './replica-book.ts';
import { persistentBook, persistentCacheBook, type SchedulerCallsOptions } from './scheduler-calls.ts';

/** One kind of replicated tasks in this process: its downloads, and what the schedulers know of it. */
export interface ReplicaFamily<T extends ReplicatedTask> {
  readonly kind: ReplicatedKind;
  readonly downloads: Downloads;
  readonly book: ReplicaBook<T>;
}

export interface ReplicaFamiliesOptions {
  /** What downloads of standard tasks are made of; limits and buffers are shared with them. */
  readonly parts: DownloadParts;
  readonly feedFor: (kind: ReplicatedKind) => PieceFeed;
  readonly pool: SchedulerPool;
  readonly host: HostId;
  readonly log: Log;
}

/** Both kinds of replicated tasks; the same engine as standard tasks, with other messages around it. */
export function replicaFamilies(
  options: ReplicaFamiliesOptions,
  life: Pick<Lifecycle, 'onStop'>,
): {
  readonly objects: ReplicaFamily<common.PersistentTask>;
  readonly files: ReplicaFamily<common.PersistentCacheTask>;
} {
  return {
    objects: family('persistent', announcePersistent, persistentBook, options, life),
    files: family('persistentCache', announcePersistentCache, persistentCacheBook, options, life),
  };
}

/** Cache tasks: the same engine again; their pieces come over gRPC. */
export function cacheFamily(
  { parts, pool, host, log }: Omit<ReplicaFamiliesOptions, 'feedFor'>,
  { feed, transport }: { readonly feed: PieceFeed; readonly transport: PieceTransport },
  life: Pick<Lifecycle, 'onStop'>,
): { readonly downloads: Downloads; readonly scheduling: SchedulingClient } {
  const scheduling = new SchedulingClient({ pool, host, log, announceFor: announceCache });
  life.onStop('conversations about cache tasks', () => scheduling.close());
  life.onStop('pieces of cache tasks', () => transport.close());
  const downloads = new Downloads({ ...parts, scheduling, feed, transport, onUnannounced: () => undefined });
  life.onStop('downloads of cache tasks', () => downloads.close());
  return { downloads, scheduling };
}

function family<T extends ReplicatedTask>(
  kind: ReplicatedKind,
  announceFor: (registration: Registration) => AnnounceCall,
  bookOf: (options: SchedulerCallsOptions) => ReplicaBook<T>,
  { parts, feedFor, pool, host, log }: ReplicaFamiliesOptions,
  life: Pick<Lifecycle, 'onStop'>,
): ReplicaFamily<T> {
  const scheduling = new SchedulingClient({ pool, host, log, announceFor });
  life.onStop(`conversations about ${kind} tasks`, () => scheduling.close());
  const downloads = new Downloads({
    ...parts,
    scheduling,
    feed: feedFor(kind),
    transport: transportFor(kind, parts.transport),
    // The scheduler counts these copies by itself.
    onUnannounced: () => undefined,
  });
  life.onStop(`downloads of ${kind} tasks`, () => downloads.close());
  return { kind, downloads, book: bookOf({ pool, scheduling, host }) };
}

/** A transport that asks for pieces of one kind of tasks. */
function transportFor(kind: TaskKind, inner: PieceTransport): PieceTransport {
  return {
    name: inner.name,
    canReach: (parent) => inner.canReach(parent),
    fetch: (piece, parent, into, signal) => inner.fetch({ ...piece, kind }, parent, into, signal),
    close: () => inner.close(),
  };
}

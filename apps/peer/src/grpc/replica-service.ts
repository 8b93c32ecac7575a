import type { HostId, PeerId } from '@damselfly/core';
import type { Log } from '@damselfly/core/node';
import type { common } from '@damselfly/proto';
import type { BufferPool } from '../bytes/buffer-pool.ts';
import type { ReplicatedTask } from '../persistent/replica-book.ts';
import type { ReplicaFamily } from '../persistent/replica-family.ts';
import type { Source } from '../source/source.ts';
import type { PieceStore } from '../storage/store.ts';
import type { DeliverParts } from './deliver.ts';
import type { DownloadReplicaOptions } from './download-persistent-task.ts';
import type { ReplicaCalls } from './replica-calls.ts';
import type { SyncPiecesOptions } from './sync-pieces.ts';
import type { UploadOptions } from './upload-persistent-cache-task.ts';
import type { UploadObjectOptions } from './upload-persistent-task.ts';

/** What serves one kind of replicated tasks to whoever asks. */
interface Serving<T extends ReplicatedTask> {
  readonly downloading: DownloadReplicaOptions;
  readonly calls: ReplicaCalls<T>;
}

/** What other hosts may ask of both kinds. */
export interface ServedToHosts {
  /** Persistent tasks. */
  readonly objects: Serving<common.PersistentTask> & { readonly syncing: SyncPiecesOptions };
  /** Persistent cache tasks. */
  readonly files: Serving<common.PersistentCacheTask> & { readonly syncing: SyncPiecesOptions };
}

/** What programs of this machine may ask of both kinds. */
export interface ServedToPrograms {
  readonly objects: Serving<common.PersistentTask> & { readonly uploading: UploadObjectOptions };
  readonly files: Serving<common.PersistentCacheTask> & {
    readonly uploading: UploadOptions<common.PersistentCacheTask>;
  };
}

type Family<T extends ReplicatedTask> = ReplicaFamily<T> & { readonly calls: ReplicaCalls<T> };

export interface Replicas {
  readonly store: PieceStore;
  readonly source: Source;
  readonly buffers: BufferPool;
  readonly host: HostId;
  readonly outputFolders: readonly string[];
  readonly makePeerId: () => PeerId;
  readonly nowMs: () => number;
  /** How long uploads live that do not say it, by kind. */
  readonly usualTtlMs: { readonly objects: number; readonly files: number };
  readonly log: Log;
  readonly admit: UploadOptions<common.PersistentTask>['admit'];
  readonly objects: Family<common.PersistentTask>;
  readonly files: Family<common.PersistentCacheTask>;
}

export function servedToHosts(replicas: Replicas, syncing: Omit<SyncPiecesOptions, 'downloads'>): ServedToHosts {
  const { objects, files } = replicas;
  return {
    objects: { ...serving(replicas, objects, 'remote'), syncing: { ...syncing, downloads: objects.downloads } },
    files: { ...serving(replicas, files, 'remote'), syncing: { ...syncing, downloads: files.downloads } },
  };
}

export function servedToPrograms(replicas: Replicas): ServedToPrograms {
  const { objects, files, usualTtlMs } = replicas;
  return {
    objects: {
      ...serving(replicas, objects, 'local'),
      uploading: { ...replicas, ...objects, usualTtlMs: usualTtlMs.objects },
    },
    files: { ...serving(replicas, files, 'local'), uploading: { ...replicas, ...files, usualTtlMs: usualTtlMs.files } },
  };
}

function serving<T extends ReplicatedTask>(
  { store, host, nowMs, outputFolders }: Replicas,
  { kind, downloads, book, calls }: Family<T>,
  caller: DeliverParts['caller'],
): Serving<T> {
  return { downloading: { kind, downloads, book, store, host, nowMs, caller, outputFolders }, calls };
}

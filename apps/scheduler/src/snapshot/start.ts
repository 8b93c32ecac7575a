import type { HostId } from '@damselfly/core';
import { Failure } from '@damselfly/core';
import type { Lifecycle, Log } from '@damselfly/core/node';
import type { Effect } from '../core/effect.ts';
import type { HostBook } from '../grpc/host-book.ts';
import type { Engine } from '../shell/engine.ts';
import type { SnapshotConfig } from './config.ts';
import { IndexFile, readIndex } from './index-file.ts';
import { Recorder } from './recorder.ts';
import { Restore } from './restore.ts';

/** The index on disk, as the rest of the scheduler meets it. */
export interface Snapshot {
  note(effect: Effect): void;
  hostAnnounced(host: HostId): void;
}

export interface SnapshotParts {
  readonly config: SnapshotConfig;
  readonly engine: Engine;
  readonly hosts: HostBook;
  readonly life: Lifecycle;
  readonly log: Log;
  /** Told once the recorder stands, before anything is brought back. */
  readonly onReady: (snapshot: Snapshot) => void;
}

/** Reads the index of before a restart, begins a new one, and brings back every host that answers at once. */
export async function startSnapshot({ config, engine, hosts, life, log, onReady }: SnapshotParts): Promise<void> {
  if (!config.enable) return;
  const file = new IndexFile({
    ...{ dir: config.dir, flushMs: config.flushInterval, log },
    everything: () => recorder.everything(),
  });
  const before = await usable(config.dir, () => readIndex(config.dir));
  const append = (record: Parameters<IndexFile['append']>[0]) => file.append(record);
  const recorder = new Recorder({ cluster: engine.cluster, ...{ hosts, before, append } });
  const restore = new Restore({ state: before, patienceMs: config.hostPatience, ...{ engine, hosts, append, log } });
  await usable(config.dir, () => file.start());
  life.onStop('index file', () => file.close());
  life.onStop('restore', () => restore.close());
  onReady({
    note: (effect) => recorder.note(effect),
    hostAnnounced: (host) => {
      recorder.hostAnnounced(host);
      restore.hostIsBack(host);
    },
  });
  const known = before.copies.size;
  await restore.start();
  if (known > 0)
    log.info({ copies: known, back: engine.cluster.peers.size }, 'the index of before the restart is back');
}

async function usable<T>(dir: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : 'unknown cause';
    throw new Failure('storage', `the index folder ${dir} cannot be used (${why}); set snapshot.dir`, { cause });
  }
}

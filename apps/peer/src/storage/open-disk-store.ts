import { open, rm } from 'node:fs/promises';
import { Failure, type TaskId, taskId } from '@damselfly/core';
import { createMetrics, type Log } from '@damselfly/core/node';
import { BufferPool } from '../bytes/buffer-pool.ts';
import { isDamage } from './content-file.ts';
import { lockDir } from './dir-lock.ts';
import { type DiskSpace, diskSpaceOf } from './disk-space.ts';
import { DiskStore } from './disk-store.ts';
import { eachOf } from './each-of.ts';
import { FileCache } from './file-cache.ts';
import type { DiskStoreLimits } from './housekeeping.ts';
import { Journal, type LoadedJournal } from './journal.ts';
import { PageCache } from './page-cache.ts';
import { reclaim } from './shared-content.ts';
import { onDisk, storageFailure } from './storage-failure.ts';
import { type StorageMetrics, storageMetrics } from './storage-metrics.ts';
import type { PieceStore } from './store.ts';
import { isFile, StoreFolder } from './store-folder.ts';
import { ByteTally, TaskEntry } from './task-entry.ts';

export interface DiskStoreOptions extends Partial<DiskStoreLimits> {
  readonly dir: string;
  /** Take up the pieces of an earlier run; the folder is emptied otherwise. */
  readonly keep?: boolean;
  /** How often expired tasks are looked for. */
  readonly gcIntervalMs?: number;
  readonly log: Log;
  /** Where faults, damage and removals are counted. */
  readonly metrics?: StorageMetrics;
  readonly nowMs?: () => number;
  readonly diskSpace?: (dir: string) => Promise<DiskSpace>;
}

const maxIdleFiles = 512;
const workBufferBytes = 8 * 2 ** 20;
const defaultLimits: DiskStoreLimits = {
  capacityBytes: undefined,
  quotaBytes: undefined,
  ttlMs: 720 * 3600_000,
  diskHighPercent: 80,
  diskLowPercent: 60,
};

/**
 * Opens the store in a folder, for this process alone. Throws `conflict` when another process has it, `storage` when the
 * disk refuses.
 */
export async function openDiskStore(options: DiskStoreOptions): Promise<PieceStore> {
  const {
    log,
    keep = true,
    metrics = storageMetrics(createMetrics()),
    nowMs = Date.now,
    diskSpace = diskSpaceOf,
    gcIntervalMs = 15 * 60_000,
  } = options;
  const folder = new StoreFolder(options.dir);
  const tally = new ByteTally();
  const files = new FileCache({
    maxIdle: maxIdleFiles,
    onCloseError: (err) => log.warn({ err }, 'a stored file did not close cleanly'),
  });
  const unlock = await onDisk(`use ${folder.dir}`, async () => {
    await folder.create();
    return lockDir(folder.lockPath, folder.dir);
  });
  try {
    const entries = await onDisk(`load ${folder.dir}`, async () => {
      await folder.prepare(keep);
      return load({ folder, files, tally, log });
    });
    let timer: NodeJS.Timeout | undefined;
    const store = new DiskStore({
      folder,
      files,
      pageCache: new PageCache(),
      entries,
      tally,
      log,
      metrics,
      nowMs,
      diskSpace,
      buffers: new BufferPool({ maxBytes: workBufferBytes }),
      limits: limitsOf(options),
      onClosed: async () => {
        clearInterval(timer);
        // Pieces nobody asked for since an unclean stop are still to be compared.
        const allCompared = [...entries.values()].every(({ unverified }) => unverified.size === 0);
        if (allCompared) await markClean(folder, log);
        await unlock();
      },
    });
    timer = setInterval(() => {
      store.collect().catch((err: unknown) => log.warn({ err }, 'expired tasks could not be removed'));
    }, gcIntervalMs);
    timer.unref();
    return store;
  } catch (thrown) {
    await files.close();
    await unlock();
    throw thrown;
  }
}

function limitsOf(options: DiskStoreOptions): DiskStoreLimits {
  const {
    capacityBytes = defaultLimits.capacityBytes,
    quotaBytes = defaultLimits.quotaBytes,
    ttlMs = defaultLimits.ttlMs,
    diskHighPercent = defaultLimits.diskHighPercent,
    diskLowPercent = defaultLimits.diskLowPercent,
  } = options;
  if (diskLowPercent > diskHighPercent) {
    throw new Failure('invalid', 'gc.policy.diskLowThresholdPercent must not exceed diskHighThresholdPercent');
  }
  return { capacityBytes, quotaBytes, ttlMs, diskHighPercent, diskLowPercent };
}

interface Loading {
  readonly folder: StoreFolder;
  readonly files: FileCache;
  readonly tally: ByteTally;
  readonly log: Log;
}

async function load(loading: Loading): Promise<Map<TaskId, TaskEntry>> {
  const { folder, log } = loading;
  const clean = await takeCleanMarker(folder);
  const entries = new Map<TaskId, TaskEntry>();
  await eachOf(await folder.journals(), async (id) => {
    const entry = await loadTask(loading, id);
    if (entry === undefined) return;
    if (!clean || entry.shared) for (const number of entry.bitmap) entry.unverified.add(number);
    entries.set(id, entry);
  });
  const orphans = await folder.removeOrphans(new Set([...entries.values()].map(({ contentPath }) => contentPath)));
  log.debug({ tasks: entries.size, orphans, clean }, 'store loaded');
  return entries;
}

/** A journal without a readable beginning or without its content is of no use and goes. */
async function loadTask({ folder, files, tally, log }: Loading, id: TaskId): Promise<TaskEntry | undefined> {
  const journalPath = folder.journalPath(id);
  const loaded = await loadJournal(journalPath, files, log);
  const entry = loaded === undefined ? undefined : restore(folder, tally, loaded);
  if (entry?.id === id && (await isFile(entry.contentPath))) {
    await reclaim(entry);
    if (entry.journalIsWasteful) await entry.journal.rewrite(entry.records());
    return entry;
  }
  entry?.leave();
  log.warn({ task: id }, 'a task could not be restored and is dropped');
  await rm(journalPath, { force: true });
  return undefined;
}

function restore(folder: StoreFolder, tally: ByteTally, { journal, records }: LoadedJournal): TaskEntry | undefined {
  const [first] = records;
  if (first?.is !== 'task') return undefined;
  return TaskEntry.restore(folder.contentPath(taskId(first.task), first.kind), journal, records, tally);
}

/** Undefined when the disk cannot read it: that costs its own task, not the start. */
async function loadJournal(journalPath: string, files: FileCache, log: Log): Promise<LoadedJournal | undefined> {
  try {
    return await Journal.load(journalPath, files);
  } catch (err) {
    if (!isDamage(err)) throw err;
    log.warn({ err, journalPath }, 'the index of a task cannot be read');
    return undefined;
  }
}

/** True when the last run closed the store; the mark is gone afterwards, so that this run has to earn it again. */
async function takeCleanMarker(folder: StoreFolder): Promise<boolean> {
  const clean = await isFile(folder.cleanMarkerPath);
  await rm(folder.cleanMarkerPath, { force: true });
  return clean;
}

async function markClean(folder: StoreFolder, log: Log): Promise<void> {
  try {
    const file = await open(folder.cleanMarkerPath, 'w', 0o600);
    await file.close();
  } catch (thrown) {
    const { message } = storageFailure(`write in ${folder.dir}`, thrown);
    log.warn({ reason: message }, 'stored pieces will be compared again at the next start');
  }
}

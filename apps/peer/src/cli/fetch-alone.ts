import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { Failure, hostId, makePeerId } from '@damselfly/core';
import { createMetrics, silentLog } from '@damselfly/core/node';
import { inOrderMetadata } from '@damselfly/proto';
import {
  type CallOptions,
  type DownloadStep,
  type DownloadWish,
  downloadMessage,
  type SourceEntry,
  stepsOf,
} from '@damselfly/sdk';
import { BufferPool } from '../bytes/buffer-pool.ts';
import { callerName } from '../callers/caller.ts';
import { downloadMetrics } from '../download/download-metrics.ts';
import { Downloads } from '../download/downloads.ts';
import { HostSpeeds } from '../download/host-speeds.ts';
import type { PieceFeed } from '../download/piece-feed.ts';
import { Quarantine } from '../download/quarantine.ts';
import type { Scheduling } from '../download/scheduling.ts';
import { downloadTask } from '../grpc/download-task.ts';
import { FairSlots } from '../rate/fair-slots.ts';
import { TokenBucket } from '../rate/token-bucket.ts';
import { httpSource } from '../source/http/http-source.ts';
import { sourceRegistry } from '../source/source-registry.ts';
import { openDiskStore } from '../storage/open-disk-store.ts';
import { TcpTransport } from '../transport/tcp/tcp-transport.ts';
import type { Fetcher } from './fetcher.ts';

const MiB = 2 ** 20;
const unlimited = 2 ** 40;
const host = hostId('dfget');

/**
 * Downloads in this process, from the source alone. What arrived lies in a folder beside the output until the file is
 * whole: the next try goes on from there.
 */
export async function fetchAlone(output: string): Promise<Fetcher> {
  const dir =
    output === '-' ? await mkdtemp(join(tmpdir(), 'dfget-')) : join(dirname(output), `.${basename(output)}.dfget`);
  const log = silentLog();
  const registry = createMetrics();
  const store = await openDiskStore({ dir, diskHighPercent: 99, diskLowPercent: 98, log });
  const source = sourceRegistry([
    httpSource({ maxRetries: 3, retryDelayMs: 500, connectTimeoutMs: 10_000, idleTimeoutMs: 30_000, header: {} }),
  ]);
  const transport = new TcpTransport();
  const downloads = new Downloads({
    ...{ store, source, transport, feed: nobody, scheduling: noScheduler, log },
    buffers: new BufferPool({ maxBytes: 256 * MiB }),
    downloadLimiter: new TokenBucket({ bytesPerSecond: unlimited }),
    prefetchLimiter: new TokenBucket({ bytesPerSecond: unlimited }),
    slots: new FairSlots(1),
    speeds: new HostSpeeds(),
    quarantine: new Quarantine({ log, registry }),
    sourceLimiter: new TokenBucket({ bytesPerSecond: unlimited }),
    settings: {
      concurrentPieceCount: 1,
      concurrentSourceCount: 4,
      scheduleTimeoutMs: 1_000,
      stallTimeoutMs: 30_000,
      maxScheduleCount: 1,
      retryDelayMs: 500,
    },
    metrics: downloadMetrics(registry),
    random: Math.random,
    makePeerId: () => makePeerId('127.0.0.1', 'dfget', randomUUID(), false),
    onUnannounced: () => undefined,
  });
  /** Downloads that are not whole yet. */
  let unfinished = 0;
  async function* steps(wish: DownloadWish, content: boolean, options: CallOptions): AsyncGenerator<DownloadStep> {
    const download = downloadMessage(wish, content, options);
    unfinished += 1;
    const call = { signal: options.signal ?? new AbortController().signal, metadata: inOrderMetadata(), peer: myself };
    yield* stepsOf(downloadTask({ download }, call, { downloads, store, host, caller: 'local' }));
    unfinished -= 1;
  }
  return {
    download: (wish, options) => steps(wish, false, options),
    pieces: (wish, options) => steps(wish, true, options),
    entries: async ({ url, header = {} }, { signal = new AbortController().signal }) => {
      const entries: SourceEntry[] = [];
      for await (const { contentLength = 0, ...entry } of source.list?.({ url, header }, signal) ?? []) {
        entries.push({ ...entry, contentLength });
      }
      return entries;
    },
    close: async () => {
      await downloads.close();
      // What came is of use to the next try.
      const keep = output !== '-' && unfinished > 0 && store.accounting().storedBytes > 0;
      await Promise.all([transport.close(), source.close(), store.close()]);
      if (!keep) await rm(dir, { recursive: true, force: true });
    },
  };
}

const myself = callerName({ uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 });

const noScheduler: Scheduling = {
  register: async () => {
    throw new Failure('unavailable', 'there is no daemon, and so no scheduler');
  },
  knownLength: async () => undefined,
};

const nobody: PieceFeed = {
  follow: () => {
    throw new Failure('unavailable', 'there is no daemon, and so no other peer');
  },
};

import { createHash } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Failure, hostId, peerId, type TaskId, taskId } from '@damselfly/core';
import { createMetrics, type Registry, silentLog } from '@damselfly/core/node';
import { BufferPool } from '../bytes/buffer-pool.ts';
import { crc32 } from '../bytes/crc32.ts';
import { downloadMetrics } from '../download/download-metrics.ts';
import type { DownloadRequest } from '../download/download-request.ts';
import { Downloads } from '../download/downloads.ts';
import type { DownloadParts } from '../download/gathering.ts';
import { HostSpeeds } from '../download/host-speeds.ts';
import { Quarantine } from '../download/quarantine.ts';
import type { ParentCandidate, PeerReport, SessionListener } from '../download/scheduling.ts';
import { FairSlots } from '../rate/fair-slots.ts';
import { TokenBucket } from '../rate/token-bucket.ts';
import { openDiskStore } from '../storage/open-disk-store.ts';
import { plenty } from '../storage/testing/plenty.ts';
import { MemoryTransport } from '../transport/memory-transport.ts';
import { memorySource } from './memory-source.ts';
import { sampleBytes } from './origin.ts';

export const pieceLength = 4 * 2 ** 20;

/** How one parent behaves: which pieces it says it has, and what it gives when asked. */
export interface MemoryParent {
  /** All when absent. */
  readonly holds?: readonly number[];
  /** Runs before the piece is given; may wait, or throw what the parent answers. */
  readonly before?: (number: number, signal: AbortSignal) => Promise<void> | void;
  /** Spoils what it gives. */
  readonly bytes?: (number: number, truth: Buffer) => Buffer;
  /** What it announces as digest; the truth about its bytes when absent. */
  readonly digest?: string;
}

export interface MemorySwarm extends AsyncDisposable {
  readonly downloads: Downloads;
  readonly parts: DownloadParts;
  readonly request: DownloadRequest;
  readonly content: Buffer;
  readonly registry: Registry;
  /** Pieces asked of parents, in order. */
  readonly asked: readonly { readonly parent: string; readonly task: TaskId; readonly number: number }[];
  /** What the scheduler was told. */
  readonly reports: readonly PeerReport[];
  /** Downloads and resolves to the bytes; rejects as the download does. */
  fetch(over?: Partial<DownloadRequest>): Promise<Buffer>;
  requestFor(name: string, over?: Partial<DownloadRequest>): DownloadRequest;
}

export interface MemorySwarmOptions {
  readonly pieces?: number;
  readonly parents: Readonly<Record<string, MemoryParent>>;
  readonly parts?: Partial<DownloadParts>;
  readonly concurrency?: number;
}

/** Downloads with everything real but the network: parents, the scheduler that offers them all, and the source are scripted. */
export async function memorySwarm(options: MemorySwarmOptions): Promise<MemorySwarm> {
  const dir = await mkdtemp(join(tmpdir(), 'damselfly-swarm-'));
  const pieces = options.pieces ?? 6;
  const content = sampleBytes(pieces * pieceLength - 1000);
  const registry = createMetrics();
  const store = await openDiskStore({ dir, log: silentLog(), diskSpace: plenty });
  const source = memorySource();
  source.objects.set('mem://content', content);
  const asked: { parent: string; task: TaskId; number: number }[] = [];
  const reports: PeerReport[] = [];
  const transport = new MemoryTransport(async ({ peer }, task, number, signal) => {
    asked.push({ parent: peer, task, number });
    const parent = options.parents[peer];
    if (parent === undefined) throw new Failure('unavailable', 'no such parent');
    await parent.before?.(number, signal);
    const truth = content.subarray(number * pieceLength, (number + 1) * pieceLength);
    const bytes = parent.bytes?.(number, truth) ?? truth;
    return { bytes, digest: parent.digest ?? `crc32:${crc32(bytes)}` };
  });
  const candidates: ParentCandidate[] = Object.keys(options.parents).map((name) => ({
    ...{ peer: peerId(name), host: hostId(`host-${name}`), ip: '127.0.0.1', port: 4000 },
  }));
  const register = async (_: unknown, listener: SessionListener) => {
    const offer = () => queueMicrotask(() => listener.reply({ kind: 'parents', parents: candidates }));
    offer();
    return {
      report: (report: PeerReport) => {
        reports.push(report);
        if (report.kind === 'reschedule') {
          queueMicrotask(() => listener.reply({ kind: 'backToSource', description: 'nobody else' }));
        }
      },
      answers: async () => true,
    };
  };
  let count = 0;
  const next = () => {
    count += 1;
    return count;
  };
  const parts: DownloadParts = {
    store,
    source,
    transport,
    feed: {
      async *follow({ peer, host, ip }, _task, interesting, signal) {
        const holds = options.parents[peer]?.holds ?? interesting;
        for (const number of holds) yield { number, address: { peer, host, ip, tcpPort: 1 } };
        await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
      },
    },
    scheduling: { register, knownLength: async () => undefined },
    buffers: new BufferPool({ maxBytes: 512 * 2 ** 20 }),
    downloadLimiter: unlimited(),
    sourceLimiter: unlimited(),
    prefetchLimiter: unlimited(),
    slots: new FairSlots(64),
    speeds: new HostSpeeds(),
    quarantine: new Quarantine({ log: silentLog(), registry }),
    settings: {
      concurrentPieceCount: options.concurrency ?? 8,
      concurrentSourceCount: 2,
      scheduleTimeoutMs: 30_000,
      stallTimeoutMs: 30_000,
      maxScheduleCount: 5,
      retryDelayMs: 1,
    },
    metrics: downloadMetrics(registry),
    log: silentLog(),
    random: Math.random,
    makePeerId: () => peerId(`child-${next()}`),
    onUnannounced: () => undefined,
    ...options.parts,
  };
  const downloads = new Downloads(parts);
  const requestFor = (name: string, over: Partial<DownloadRequest> = {}): DownloadRequest => ({
    task: taskId(createHash('sha256').update(name).digest('hex')),
    url: 'mem://content',
    ...{ header: {}, application: '', tag: '', priority: 0, filteredQueryParams: [], certificates: [] },
    ...{ disableBackToSource: false, needBackToSource: false, detached: false },
    ...over,
  });
  const never = new AbortController().signal;
  setMaxListeners(0, never);
  const fetch = async (over: Partial<DownloadRequest> = {}) => {
    const download = await downloads.open(requestFor('task', over), never);
    try {
      for await (const _ of download.pieces(never, false));
      const out = join(dir, `out-${next()}`);
      await store.export(download.task, { outputPath: out }, never);
      return await readFile(out);
    } finally {
      download.close();
    }
  };
  return {
    ...{ downloads, parts, content, registry, asked, reports, fetch },
    request: requestFor('task'),
    requestFor,
    [Symbol.asyncDispose]: async () => {
      await downloads.close();
      await transport.close();
      await store.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

const unlimited = () => new TokenBucket({ bytesPerSecond: Number.POSITIVE_INFINITY });

/** Waits until the signal aborts: a parent that never answers. */
export const silence = (_number: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));

import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { compared, comparedRounds, median, type Result, round } from './report.ts';
import { type Load, type Reply, type Role, transferRoles, Worker } from './worker-link.ts';

export interface TransportOptions {
  /** On which disk. */
  readonly dir: string;
  readonly quick: boolean;
}

const MiB = 2 ** 20;
const GiB = 2 ** 30;

interface Side {
  readonly mibPerSecond: number[];
  readonly upload: Worker;
  readonly download: Worker;
  readonly port: number | undefined;
  readonly uploadCpu: number[];
  readonly downloadCpu: number[];
}

/**
 * One parent to one child, 4 MiB pieces over 4 connections, each compared and written at its offset into a new file,
 * against the least a Node program can do. Rounds alternate and the medians count, as the machine is never quiet; one
 * round of each goes before, because blocks of a disk touched for the first time are ten times slower.
 */
export async function transportSuite({ dir, quick }: TransportOptions): Promise<Result[]> {
  const folder = await mkdtemp(path.join(dir, 'damselfly-bench-'));
  const load: Load = { dir: folder, contentBytes: (quick ? 128 : 512) * MiB, pieceBytes: 4 * MiB, connections: 4 };
  const workers = Object.fromEntries(transferRoles.map((role) => [role, new Worker(role)])) as Record<Role, Worker>;
  try {
    const peer = await connect(workers.peerUpload, workers.peerDownload, load);
    const raw = await connect(workers.rawUpload, workers.rawDownload, load);
    const tuned = await connect(workers.tunedUpload, workers.tunedDownload, load);
    const rounds = quick ? 3 : 9;
    const deadlineMs = performance.now() + (quick ? 12_000 : 35_000);
    for (let number = 0; number <= rounds; number += 1) {
      if (number > 2 && performance.now() > deadlineMs) break;
      for (const side of number % 2 === 0 ? [raw, tuned, peer] : [peer, tuned, raw]) await measure(side, load, number);
    }
    return [...(await resultsOf(peer, raw, tuned)), await manyChildren(workers.peerUpload, peer.port, load)];
  } finally {
    await Promise.all(Object.values(workers).map((worker) => worker.stop()));
    await rm(folder, { recursive: true, force: true });
  }
}

async function connect(upload: Worker, download: Worker, load: Load): Promise<Side> {
  const { port } = await upload.ask({ do: 'start', load });
  await download.ask({ do: 'start', load, ...(port === undefined ? {} : { port }) });
  return { upload, download, port, mibPerSecond: [], uploadCpu: [], downloadCpu: [] };
}

/** Round 0 warms up and does not count. */
async function measure(side: Side, { contentBytes }: Load, number: number): Promise<void> {
  await cost(side);
  const { seconds = Number.NaN } = await side.download.ask({ do: 'round', number });
  const { upload, download } = await cost(side);
  if (number === 0) return;
  side.mibPerSecond.push(contentBytes / MiB / seconds);
  side.uploadCpu.push((upload.cpuSeconds ?? Number.NaN) / (contentBytes / GiB));
  side.downloadCpu.push((download.cpuSeconds ?? Number.NaN) / (contentBytes / GiB));
}

async function cost({ upload, download }: Side): Promise<{ upload: Reply; download: Reply }> {
  return { upload: await upload.ask({ do: 'cost' }), download: await download.ask({ do: 'cost' }) };
}

async function resultsOf(peer: Side, raw: Side, tuned: Side): Promise<Result[]> {
  const [peerEnd, rawEnd] = [await cost(peer), await cost(raw)];
  const rss = (reply: Reply) => (reply.peakRssBytes ?? Number.NaN) / MiB;
  return [
    comparedRounds('transfer.one_parent', 'MiB/s', peer.mibPerSecond, raw.mibPerSecond),
    comparedRounds('transfer.one_parent.tuned_tcp', 'MiB/s', peer.mibPerSecond, tuned.mibPerSecond),
    { id: 'transfer.raw_tcp', value: round(median(raw.mibPerSecond)), unit: 'MiB/s' },
    comparedRounds('cpu_s_per_gib.upload', 's/GiB', peer.uploadCpu, raw.uploadCpu),
    comparedRounds('cpu_s_per_gib.download', 's/GiB', peer.downloadCpu, raw.downloadCpu),
    comparedRounds('cpu_s_per_gib.upload.tuned_tcp', 's/GiB', peer.uploadCpu, tuned.uploadCpu),
    comparedRounds('cpu_s_per_gib.download.tuned_tcp', 's/GiB', peer.downloadCpu, tuned.downloadCpu),
    compared('rss_mib.upload', 'MiB', rss(peerEnd.upload), rss(rawEnd.upload)),
    compared('rss_mib.download', 'MiB', rss(peerEnd.download), rss(rawEnd.download)),
  ];
}

/** How long the parent's event loop keeps others waiting while a hundred children take pieces at once. */
async function manyChildren(upload: Worker, port: number | undefined, load: Load): Promise<Result> {
  const children = new Worker('peerDownload');
  try {
    const dir = path.join(load.dir, 'children');
    await mkdir(dir);
    const crowd = { ...load, dir, connections: 100 };
    await children.ask({ do: 'start', load: crowd, ...(port === undefined ? {} : { port }) });
    await children.ask({ do: 'round', number: 0 });
    await upload.ask({ do: 'cost' });
    for (const number of [1, 2, 3]) await children.ask({ do: 'round', number });
    const { loopDelayP99Ms = Number.NaN } = await upload.ask({ do: 'cost' });
    return { id: 'loop_delay_p99_ms', value: round(loopDelayP99Ms), unit: 'ms' };
  } finally {
    await children.stop();
  }
}

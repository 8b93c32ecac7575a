import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { compared, comparedRounds, type Result } from '../report.ts';
import { plainContents, plainSmallFiles } from './plain-side.ts';
import { storeContents, storeSmallFiles } from './store-side.ts';

export interface StorageOptions {
  /** On which disk. */
  readonly dir: string;
  readonly quick: boolean;
}

/** One large content, its pieces in an order as they arrive. */
export interface ContentSide {
  /** Makes round `number`'s content anew. */
  write(number: number): Promise<void>;
  /** Reads it back, in the order it was written. */
  read(number: number): Promise<void>;
  /** Reads it as after a kill. */
  readCompared(number: number): Promise<void>;
  remove(number: number): Promise<void>;
  close(): Promise<void>;
}

/** Many files of 4 KiB. */
export interface SmallFilesSide {
  write(): Promise<void>;
  /** Finds out what is there, as at a start. */
  restart(): Promise<void>;
  clear(): Promise<void>;
  close(): Promise<void>;
}

const MiB = 2 ** 20;
const GiB = 2 ** 30;

interface Measured {
  readonly seconds: number;
  readonly cpuSeconds: number;
}

interface Rounds {
  readonly store: Measured[];
  readonly plain: Measured[];
}

/**
 * The store against the plain calls of the file system that any program would need for the same bytes: rounds alternate,
 * medians count, and one round of each goes before, because blocks of a disk touched for the first time are ten times
 * slower. Everything is read from memory, so that the disk is no part of the reading.
 */
export async function storageSuite({ dir, quick }: StorageOptions): Promise<Result[]> {
  const folder = await mkdtemp(path.join(dir, 'damselfly-bench-'));
  try {
    const contentBytes = (quick ? 128 : 512) * MiB;
    return [
      ...(await contents(folder, contentBytes, quick ? 3 : 9)),
      ...(await smallFiles(folder, quick ? 500 : 2000, quick ? 3 : 5)),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function contents(folder: string, contentBytes: number, rounds: number): Promise<Result[]> {
  const load = { contentBytes, pieceBytes: 4 * MiB };
  const store = await storeContents(path.join(folder, 'store'), load);
  const plain = await plainContents(path.join(folder, 'plain'), load);
  const [write, read, readCompared] = [emptyRounds(), emptyRounds(), emptyRounds()];
  try {
    for (let number = 0; number <= rounds; number += 1) {
      for (const which of number % 2 === 0 ? (['plain', 'store'] as const) : (['store', 'plain'] as const)) {
        const side = which === 'store' ? store : plain;
        const [written, again, afterKill] = [
          await measured(() => side.write(number)),
          await measured(() => side.read(number)),
          await measured(() => side.readCompared(number)),
        ];
        await side.remove(number);
        if (number === 0) continue;
        write[which].push(written);
        read[which].push(again);
        readCompared[which].push(afterKill);
      }
    }
  } finally {
    await store.close();
    await plain.close();
  }
  return [
    ...throughput('storage.write', write, contentBytes),
    ...throughput('storage.read', read, contentBytes),
    ...throughput('storage.read_after_kill', readCompared, contentBytes),
  ];
}

async function smallFiles(folder: string, count: number, rounds: number): Promise<Result[]> {
  const [write, restart] = [emptyRounds(), emptyRounds()];
  const store = await storeSmallFiles(path.join(folder, 'store-small'), count);
  const plain = await plainSmallFiles(path.join(folder, 'plain-small'), count);
  try {
    for (let number = 0; number <= rounds; number += 1) {
      for (const which of number % 2 === 0 ? (['plain', 'store'] as const) : (['store', 'plain'] as const)) {
        const side = which === 'store' ? store : plain;
        const written = await measured(() => side.write());
        const again = await measured(() => side.restart());
        await side.clear();
        if (number === 0) continue;
        write[which].push(written);
        restart[which].push(again);
      }
    }
  } finally {
    await store.close();
    await plain.close();
  }
  const perSecond = ({ seconds }: Measured) => count / seconds;
  return [
    comparedRounds('storage.small_files_per_s', '1/s', write.store.map(perSecond), write.plain.map(perSecond)),
    comparedRounds('storage.restart', 'tasks/s', restart.store.map(perSecond), restart.plain.map(perSecond)),
    compared('storage.restart_tasks', 'tasks', count, count),
  ];
}

const emptyRounds = (): Rounds => ({ store: [], plain: [] });

function throughput(id: string, { store, plain }: Rounds, bytes: number): Result[] {
  const perSecond = ({ seconds }: Measured) => bytes / MiB / seconds;
  const cpu = ({ cpuSeconds }: Measured) => cpuSeconds / (bytes / GiB);
  return [
    comparedRounds(id, 'MiB/s', store.map(perSecond), plain.map(perSecond)),
    comparedRounds(`${id}.cpu`, 's/GiB', store.map(cpu), plain.map(cpu)),
  ];
}

async function measured(work: () => Promise<void>): Promise<Measured> {
  const [begunMs, cpu] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return { seconds: (performance.now() - begunMs) / 1000, cpuSeconds: (user + system) / 1e6 };
}

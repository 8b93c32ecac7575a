import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Log, pause } from '@damselfly/core/node';
import { IndexState } from './index-state.ts';
import { decodeRecord, encodeRecord, type IndexRecord } from './record.ts';

const fileName = 'index.log';
/** Records that wait for the disk; when there are more, the whole index is written instead. */
const queueLimit = 100_000;
const linesPerWrite = 2000;
/** The file is written anew when it has grown to this many times its compact size, but not below `leastBytes`. */
const growth = 4;
const leastBytes = 2 ** 20;
const retryMs = 5000;

/** Reads what a scheduler knew. A damaged line ends the reading: what stands before it is whole. */
export async function readIndex(dir: string): Promise<IndexState> {
  const state = new IndexState();
  let handle: FileHandle;
  try {
    handle = await open(join(dir, fileName));
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return state;
    throw thrown;
  }
  await using file = handle;
  const lines = createInterface({ input: createReadStream('', { fd: file.fd, autoClose: false }) });
  let first = true;
  for await (const line of lines) {
    const record = decodeRecord(line);
    if (record === undefined || (first && record.kind !== 'index')) break;
    first = false;
    state.apply(record);
  }
  return state;
}

export interface IndexFileOptions {
  readonly dir: string;
  /** The whole index as it is now. */
  readonly everything: () => Iterable<IndexRecord>;
  readonly flushMs: number;
  readonly log: Log;
}

/**
 * Keeps the index on disk: one file that begins with all there was and goes on with what changed. Whoever appends never
 * waits; a batch is on the disk `flushMs` later. A file that grew too long is written anew beside and renamed.
 */
export class IndexFile {
  readonly #options: IndexFileOptions;
  readonly #stop = new AbortController();
  #queue: string[] = [];
  #file: FileHandle | undefined;
  #bytes = 0;
  #compactBytes = 0;
  #running: Promise<void> = Promise.resolve();

  constructor(options: IndexFileOptions) {
    this.#options = options;
  }

  /** Writes the index once, then follows. Throws when the folder cannot be written to. */
  async start(): Promise<void> {
    await mkdir(this.#options.dir, { recursive: true, mode: 0o750 });
    await this.#rewrite();
    this.#running = this.#run();
  }

  append(record: IndexRecord): void {
    if (this.#queue.length < queueLimit) this.#queue.push(encodeRecord(record));
    else this.#compactBytes = 0;
  }

  /** Writes what is left. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#running;
    await this.#flush();
    await this.#file?.close();
  }

  async #run(): Promise<void> {
    const { flushMs, log } = this.#options;
    let waitMs = flushMs;
    while ((await pause(waitMs, this.#stop.signal)) === 'elapsed') {
      try {
        await this.#flush();
        waitMs = flushMs;
      } catch (err) {
        if (waitMs === flushMs) log.warn({ err }, 'the index of tasks and peers cannot be written; trying again');
        this.#compactBytes = 0;
        waitMs = retryMs;
      }
    }
  }

  async #flush(): Promise<void> {
    if (this.#compactBytes === 0 || this.#bytes > Math.max(leastBytes, growth * this.#compactBytes)) {
      await this.#rewrite();
      return;
    }
    const lines = this.#queue;
    this.#queue = [];
    if (lines.length === 0 || this.#file === undefined) return;
    this.#bytes += await write(this.#file, lines);
    await this.#file.datasync();
  }

  /** What is appended meanwhile goes behind: applying it twice changes nothing. */
  async #rewrite(): Promise<void> {
    const { dir, everything } = this.#options;
    this.#queue = [];
    const beside = join(dir, `${fileName}.new`);
    const file = await open(beside, 'w', 0o640);
    let bytes = 0;
    try {
      let lines = [encodeRecord({ kind: 'index', version: 1 })];
      for (const record of everything()) {
        lines.push(encodeRecord(record));
        if (lines.length < linesPerWrite) continue;
        bytes += await write(file, lines);
        lines = [];
      }
      bytes += await write(file, lines);
      await file.datasync();
      await rename(beside, join(dir, fileName));
    } catch (thrown) {
      await file.close();
      throw thrown;
    }
    await syncFolder(dir);
    await this.#file?.close();
    this.#file = file;
    this.#bytes = bytes;
    this.#compactBytes = bytes;
  }
}

async function write(file: FileHandle, lines: readonly string[]): Promise<number> {
  const bytes = Buffer.from(lines.join(''));
  await file.appendFile(bytes);
  return bytes.length;
}

async function syncFolder(dir: string): Promise<void> {
  await using folder = await open(dir);
  await folder.sync();
}

import { type FileHandle, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { Failure } from '@damselfly/core';
import { type Change, change } from './change.ts';

interface Waiting {
  readonly text: string;
  readonly resolve: () => void;
  readonly reject: (cause: unknown) => void;
}

const snapshotName = 'snapshot.jsonl';
const journalName = (generation: number) => `journal-${generation}.jsonl`;

/**
 * A folder with a snapshot and the journal that follows it, both of `crc32 JSON` lines. The first line of the snapshot
 * names the journal's generation, so that a snapshot never meets the journal of another. A line that is torn or damaged
 * ends its file: it was never acknowledged.
 */
export class ChangeJournal {
  readonly #dir: string;
  readonly #all: () => Iterable<Change>;
  #file: FileHandle;
  #generation: number;
  #lines = 0;
  #waiting: Waiting[] = [];
  #flushing: Promise<void> | undefined;
  /** The file may end in half a line: only a new snapshot makes it good again. */
  #torn = false;

  private constructor(dir: string, generation: number, file: FileHandle, all: () => Iterable<Change>) {
    this.#dir = dir;
    this.#generation = generation;
    this.#file = file;
    this.#all = all;
  }

  /** Opens the folder; `apply` is told what earlier runs recorded, `all` gives the whole state for a snapshot. */
  static async open(dir: string, apply: (change: Change) => void, all: () => Iterable<Change>): Promise<ChangeJournal> {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    const [head = '0', ...lines] = goodLines(await readIfThere(join(dir, snapshotName)));
    const generation = Number(head);
    for (const text of [...lines, ...goodLines(await readIfThere(join(dir, journalName(generation))))]) {
      const read = change.safeParse(JSON.parse(text));
      if (!read.success)
        throw new Failure('storage', `${dir} was written by another version; set another persistent.dir`);
      apply(read.data);
    }
    const journal = new ChangeJournal(dir, generation, await open(join(dir, journalName(generation)), 'a', 0o600), all);
    try {
      // Whatever the last run left half done is settled by starting from a snapshot.
      await journal.#compact();
    } catch (thrown) {
      await journal.#file.close();
      throw thrown;
    }
    return journal;
  }

  /** Resolves when the change is on the disk. Changes that come during a write go out together in the next. */
  append(record: Change): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ text: line(JSON.stringify(record)), resolve, reject });
      this.#flushing ??= this.#flush();
    });
  }

  /** Lines since the last snapshot. */
  get lines(): number {
    return this.#lines;
  }

  /** Writes out what waits and lets go of the file. */
  async close(): Promise<void> {
    await this.#flushing;
    await this.#file.close();
  }

  async #flush(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      try {
        if (this.#torn || this.#lines > 10_000 + 4 * this.#snapshotLines) await this.#compact();
        else await this.#write(batch);
        for (const { resolve } of batch) resolve();
      } catch (cause) {
        this.#torn = true;
        const why = cause instanceof Error ? cause.message : 'unknown cause';
        const failure = new Failure('storage', `cannot write to ${this.#dir}: ${why}`, { cause });
        for (const { reject } of batch) reject(failure);
      }
    }
    this.#flushing = undefined;
  }

  #snapshotLines = 0;

  async #write(batch: readonly Waiting[]): Promise<void> {
    await this.#file.appendFile(batch.map(({ text }) => text).join(''));
    await this.#file.datasync();
    this.#lines += batch.length;
  }

  /** Writes the whole state beside the old snapshot and puts it in its place; both are whole at every moment. */
  async #compact(): Promise<void> {
    const generation = this.#generation + 1;
    const beside = join(this.#dir, `${snapshotName}.tmp`);
    const lines = [line(String(generation))];
    for (const record of this.#all()) lines.push(line(JSON.stringify(record)));
    const snapshot = await open(beside, 'w', 0o600);
    try {
      await snapshot.writeFile(lines.join(''));
      await snapshot.sync();
    } finally {
      await snapshot.close();
    }
    const next = await open(join(this.#dir, journalName(generation)), 'w', 0o600);
    try {
      await rename(beside, join(this.#dir, snapshotName));
      await syncFolder(this.#dir);
    } catch (thrown) {
      await next.close();
      throw thrown;
    }
    await this.#file.close();
    this.#file = next;
    this.#generation = generation;
    this.#lines = 0;
    this.#snapshotLines = lines.length;
    this.#torn = false;
    for (const name of await readdir(this.#dir))
      if (name.startsWith('journal-') && name !== journalName(generation)) await rm(join(this.#dir, name));
  }
}

const line = (text: string): string => `${crc32(text).toString(16)} ${text}\n`;

function goodLines(text: string): string[] {
  const good: string[] = [];
  for (const row of text.split('\n').slice(0, -1)) {
    const at = row.indexOf(' ');
    const body = row.slice(at + 1);
    if (at < 0 || crc32(body).toString(16) !== row.slice(0, at)) break;
    good.push(body);
  }
  return good;
}

async function syncFolder(dir: string): Promise<void> {
  const folder = await open(dir, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function readIfThere(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return '';
    throw thrown;
  }
}

import { Buffer } from 'node:buffer';
import { type FileHandle, open, readFile, rename, rm, truncate } from 'node:fs/promises';
import { crc32 } from '../bytes/crc32.ts';
import type { FileCache } from './file-cache.ts';
import { type JournalRecord, journalRecord } from './journal-record.ts';
import { makeFile } from './make-file.ts';
import { SerialQueue } from './serial-queue.ts';

const frameHeaderLength = 8;
const maxRecordLength = 2 ** 20;

/** A journal with what an earlier run recorded. */
export interface LoadedJournal {
  readonly journal: Journal;
  readonly records: JournalRecord[];
}

interface Pending {
  readonly bytes: Buffer;
  readonly resolve: () => void;
  readonly reject: (cause: unknown) => void;
}

/**
 * One task's index on disk: an append-only file of `length u32 | crc32 u32 | JSON` records, big-endian. A record that is
 * torn or damaged ends the file: it and what follows it never happened.
 */
export class Journal {
  readonly path: string;
  readonly #files: FileCache;
  readonly #queue = new SerialQueue();
  #pending: Pending[] = [];
  #tailBytes: number;
  #recordCount: number;
  /** A write failed: bytes of it may stand behind the tail. */
  #tailDirty = false;

  private constructor(path: string, files: FileCache, tailBytes: number, recordCount: number) {
    this.path = path;
    this.#files = files;
    this.#tailBytes = tailBytes;
    this.#recordCount = recordCount;
  }

  /** Makes the file with its first records; torn, it is of no use and goes at load. Rejects with the system's error. */
  static async create(path: string, files: FileCache, records: readonly JournalRecord[]): Promise<Journal> {
    const bytes = Buffer.concat(records.map(encodeRecord));
    const file = await makeFile(path);
    try {
      await writeFully(file, bytes, 0);
    } catch (thrown) {
      await file.close();
      await rm(path, { force: true });
      throw thrown;
    }
    files.adopt(path, 'r+', file);
    return new Journal(path, files, bytes.length, records.length);
  }

  /** Reads what an earlier run recorded and cuts off what follows the last good record. */
  static async load(path: string, files: FileCache): Promise<LoadedJournal> {
    const bytes = await readFile(path);
    const { records, lengthBytes } = decodeRecords(bytes);
    if (lengthBytes < bytes.length) await truncate(path, lengthBytes);
    return { journal: new Journal(path, files, lengthBytes, records.length), records };
  }

  /**
   * Resolves when the record is in the file. Records that arrive during a write go out together in the next one.
   * Rejects with the system's error; what was recorded before stays, and nothing of this record ever comes back.
   */
  append(record: JournalRecord): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#pending.push({ bytes: encodeRecord(record), resolve, reject });
      void this.#queue.run(() => this.#flush());
    });
  }

  /** How many records the file holds. */
  get recordCount(): number {
    return this.#recordCount;
  }

  /**
   * Replaces everything by `records`, beside the file and then at once. It waits for the disk, so that a power cut
   * cannot take both the old and the new; that may take seconds on a busy one, so use it seldom.
   */
  rewrite(records: readonly JournalRecord[]): Promise<void> {
    return this.#queue.run(async () => {
      const bytes = Buffer.concat(records.map(encodeRecord));
      const beside = `${this.path}.tmp`;
      try {
        const file = await open(beside, 'w', 0o600);
        try {
          await writeFully(file, bytes, 0);
          await file.datasync();
        } finally {
          await file.close();
        }
        await rename(beside, this.path);
      } catch (thrown) {
        await rm(beside, { force: true });
        throw thrown;
      }
      this.#files.forget(this.path);
      this.#tailBytes = bytes.length;
      this.#recordCount = records.length;
      this.#tailDirty = false;
    });
  }

  drained(): Promise<void> {
    return this.#queue.drained();
  }

  async #flush(): Promise<void> {
    const batch = this.#pending;
    this.#pending = [];
    if (batch.length === 0) return;
    const bytes = Buffer.concat(batch.map((pending) => pending.bytes));
    try {
      await this.#files.use(this.path, 'r+', async (file) => {
        if (this.#tailDirty) await file.truncate(this.#tailBytes);
        this.#tailDirty = true;
        await writeFully(file, bytes, this.#tailBytes);
        this.#tailDirty = false;
      });
    } catch (thrown) {
      for (const { reject } of batch) reject(thrown);
      return;
    }
    this.#tailBytes += bytes.length;
    this.#recordCount += batch.length;
    for (const { resolve } of batch) resolve();
  }
}

/** Writes all of `bytes` at `position`, however many calls the system takes for it. */
export async function writeFully(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}

export function encodeRecord(record: JournalRecord): Buffer {
  const text = Buffer.from(JSON.stringify(record), 'utf8');
  const frame = Buffer.allocUnsafe(frameHeaderLength + text.length);
  frame.writeUInt32BE(text.length, 0);
  frame.writeUInt32BE(crc32(text), 4);
  text.copy(frame, frameHeaderLength);
  return frame;
}

/** The records up to the first that is torn, damaged or unknown, and how many bytes they take. */
export function decodeRecords(bytes: Buffer): { records: JournalRecord[]; lengthBytes: number } {
  const records: JournalRecord[] = [];
  let at = 0;
  while (at + frameHeaderLength <= bytes.length) {
    const length = bytes.readUInt32BE(at);
    const text = bytes.subarray(at + frameHeaderLength, at + frameHeaderLength + length);
    if (length > maxRecordLength || text.length !== length || crc32(text) !== bytes.readUInt32BE(at + 4)) break;
    const record = parseRecord(text);
    if (record === undefined) break;
    records.push(record);
    at += frameHeaderLength + length;
  }
  return { records, lengthBytes: at };
}

function parseRecord(text: Buffer): JournalRecord | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text.toString('utf8'));
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return undefined;
    throw thrown;
  }
  return journalRecord.safeParse(value).data;
}

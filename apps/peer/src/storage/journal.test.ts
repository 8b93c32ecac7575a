import { Buffer } from 'node:buffer';
import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { FileCache } from './file-cache.ts';
import { decodeRecords, encodeRecord, Journal } from './journal.ts';
import type { JournalRecord } from './journal-record.ts';
import { smallDisk } from './testing/small-disk.ts';

const used = (atMs: number): JournalRecord => ({ is: 'used', atMs });
const records: JournalRecord[] = [
  used(1000),
  { is: 'lost', number: 7 },
  { is: 'length', contentLength: 5 },
  { is: 'reset' },
  used(2000),
];

let dir: string;
let files: FileCache;
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'damselfly-journal-'));
  files = new FileCache({ maxIdle: 2, onCloseError: (error) => expect.fail(String(error)) });
});
afterEach(async () => {
  await files.close();
  await rm(dir, { recursive: true, force: true });
});

test('with any one byte changed, what loads is a beginning of what was recorded', () => {
  const bytes = Buffer.concat(records.map(encodeRecord));
  expect(decodeRecords(bytes)).toEqual({ records, lengthBytes: bytes.length });
  for (let at = 0; at < bytes.length; at += 1) {
    const damaged = Buffer.from(bytes);
    damaged[at] = (damaged[at] ?? 0) ^ 1;
    const { records: found } = decodeRecords(damaged);
    expect(found.length).toBeLessThan(records.length);
    expect(found).toEqual(records.slice(0, found.length));
  }
});

test('any bytes at all load as no more than they hold', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
      expect(decodeRecords(Buffer.from(noise)).lengthBytes).toBeLessThanOrEqual(noise.length);
    }),
  );
});

test('records that came together or one by one are all there, in order', async () => {
  const file = path.join(dir, 'journal');
  const journal = await Journal.create(file, files, [used(0)]);
  await Promise.all([1, 2, 3].map((atMs) => journal.append(used(atMs))));
  await journal.append(used(4));
  const loaded = await Journal.load(file, files);
  expect(loaded.records).toEqual([0, 1, 2, 3, 4].map(used));
});

test('what follows a torn record never comes back, even when the next one fills its place exactly', async () => {
  const file = path.join(dir, 'journal');
  await Journal.create(file, files, [used(1)]);
  const torn = encodeRecord(used(2));
  torn.fill(0, 8);
  await appendFile(file, Buffer.concat([torn, encodeRecord(used(3))]));
  const { journal, records: found } = await Journal.load(file, files);
  expect(found).toEqual([used(1)]);
  await journal.append(used(4));
  expect(decodeRecords(await readFile(file)).records).toEqual([used(1), used(4)]);
});

test('a rewrite replaces everything at once, and later records follow it', async () => {
  const file = path.join(dir, 'journal');
  const journal = await Journal.create(file, files, records);
  await journal.append(used(1));
  await journal.rewrite([used(5)]);
  await journal.append(used(6));
  expect((await Journal.load(file, files)).records).toEqual([used(5), used(6)]);
});

const disk = smallDisk(256 * 2 ** 10);
afterAll(() => disk?.remove());

test.skipIf(disk === undefined)(
  'what a full disk refused never comes back, even when half of it was written',
  async () => {
    if (disk === undefined) return;
    const file = path.join(disk.dir, 'journal');
    const journal = await Journal.create(file, files, [used(1000)]);
    const release = await disk.fill();
    const many = Array.from({ length: 500 }, (_, index) => journal.append(used(2000 + index)));
    const refused = (await Promise.allSettled(many)).filter(({ status }) => status === 'rejected').length;
    expect(refused).toBeGreaterThan(100);
    expect(decodeRecords(await readFile(file)).records.length).toBeGreaterThan(1 + many.length - refused);
    await release();
    await journal.append(used(3000));
    const { records: found } = await Journal.load(file, files);
    expect(found.slice(1 + many.length - refused)).toEqual([used(3000)]);
    await files.close();
  },
);

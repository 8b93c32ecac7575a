import { Buffer } from 'node:buffer';
import { randomBytes } from 'node:crypto';
import { appendFile, mkdtemp, open, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { silentLog } from '@damselfly/core/node';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type DiskStoreOptions, openDiskStore } from './open-disk-store.ts';
import {
  at,
  makeTask,
  originOf,
  pieceLength,
  pieceOf,
  readBack,
  sha256,
  storeContract,
  writeAll,
} from './store.contract.ts';
import type { PieceStore } from './store.ts';

import { plenty } from './testing/plenty.ts';

storeContract('disk', (dir) => openDiskStore({ dir, log: silentLog(), diskSpace: plenty }));

let dir: string;
const opened: PieceStore[] = [];

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'damselfly-disk-'));
});
afterEach(async () => {
  for (const store of opened.splice(0)) await store.close();
  await rm(dir, { recursive: true, force: true });
});

async function openStore(over: Partial<DiskStoreOptions> = {}): Promise<PieceStore> {
  const store = await openDiskStore({ dir, log: silentLog(), diskSpace: plenty, ...over });
  opened.push(store);
  return store;
}

const journalOf = (task: string) => path.join(dir, 'metadata', task.slice(0, 3), `${task}.journal`);
const contentOf = (task: string) => path.join(dir, 'content', 'tasks', task.slice(0, 3), task);

/** What a killed process leaves: the files as they are, no mark of a clean stop, a lock of nobody. */
async function afterKill(store: PieceStore): Promise<void> {
  await store.close();
  await rm(path.join(dir, 'stopped-cleanly'));
}

describe('restart', () => {
  test('verified pieces, state, header and accounting are there again', async () => {
    const [whole, part] = [makeTask(), makeTask()];
    const first = await openStore();
    await first.open(whole.spec);
    await writeAll(first, whole);
    await first.finish(whole.spec.task, { digest: whole.sha256 });
    await first.open({ ...part.spec, ttlMs: 5e9 });
    const piece = pieceOf(part.bytes, at(part.spans, 1));
    await first.writePiece(part.spec.task, at(part.spans, 1), piece, originOf(piece));
    const before = [first.task(whole.spec.task), first.piece(part.spec.task, 1)];
    await first.close();

    const second = await openStore();
    expect(second.task(whole.spec.task)).toMatchObject({ state: 'finished', header: { etag: '"1"' } });
    expect(second.task(whole.spec.task)?.finishedAtMs).toBe(
      before[0] && 'finishedAtMs' in before[0] ? before[0].finishedAtMs : 0,
    );
    expect(second.piece(part.spec.task, 1)).toEqual(before[1]);
    expect(second.task(part.spec.task)).toMatchObject({ state: 'partial', ttlMs: 5e9 });
    expect(second.accounting()).toMatchObject({ tasks: 2, storedBytes: whole.bytes.length + piece.length });
    expect(await readBack(second, part.spec.task, 1)).toEqual(piece);
  });

  test('without keep the folder is emptied', async () => {
    const made = makeTask();
    const first = await openStore();
    await first.open(made.spec);
    await writeAll(first, made);
    await first.close();
    const second = await openStore({ keep: false });
    expect(second.tasks()).toEqual([]);
    expect(await readdir(path.join(dir, 'content'))).toEqual([]);
  });

  test('after an unclean stop a damaged piece is found before it is served, and can be fetched again', async () => {
    const made = makeTask();
    const { task } = made.spec;
    const first = await openStore();
    await first.open(made.spec);
    await writeAll(first, made);
    await first.finish(task);
    await afterKill(first);
    const content = await open(contentOf(task), 'r+');
    await content.write(Buffer.from('rotten'), 0, 6, pieceLength + 5);
    await content.close();

    const second = await openStore();
    expect(await readBack(second, task, 0)).toEqual(pieceOf(made.bytes, at(made.spans, 0)));
    await expect(second.readPiece(task, 1)).rejects.toMatchObject({ code: 'notFound' });
    expect(second.task(task)).toMatchObject({ state: 'partial' });
    await expect(
      second.export(task, { outputPath: path.join(dir, 'out') }, new AbortController().signal),
    ).rejects.toMatchObject({ code: 'precondition' });
    await writeAll(second, made);
    await second.finish(task, { digest: made.sha256 });
    await second.close();

    const third = await openStore();
    expect(third.task(task)?.state).toBe('finished');
  });

  test('a clean stop does not vouch for pieces that were never compared after an unclean one', async () => {
    const made = makeTask();
    const first = await openStore();
    await first.open(made.spec);
    await writeAll(first, made);
    await afterKill(first);
    const content = await open(contentOf(made.spec.task), 'r+');
    await content.write(Buffer.from('rotten'), 0, 6, pieceLength + 5);
    await content.close();
    await (await openStore()).close();
    const third = await openStore();
    await expect(third.readPiece(made.spec.task, 1)).rejects.toMatchObject({ code: 'notFound' });
  });

  test('after an unclean stop content that was cut short is found too', async () => {
    const made = makeTask();
    const first = await openStore();
    await first.open(made.spec);
    await writeAll(first, made);
    await afterKill(first);
    await truncate(contentOf(made.spec.task), pieceLength + 1);
    const second = await openStore();
    await expect(second.readPiece(made.spec.task, 1)).rejects.toMatchObject({ code: 'notFound' });
    expect(await readBack(second, made.spec.task, 0)).toEqual(pieceOf(made.bytes, at(made.spans, 0)));
  });

  test('a journal torn at any byte loads the records before the tear, and goes on from there', async () => {
    const made = makeTask();
    const { task } = made.spec;
    const first = await openStore();
    await first.open(made.spec);
    await writeAll(first, made);
    await first.close();
    const whole = await readFile(journalOf(task));
    const seen = new Set<number>();
    for (let cut = whole.length; cut >= 0; cut -= 37) {
      await writeFile(journalOf(task), whole.subarray(0, cut));
      if (cut % 2 === 0) await appendFile(journalOf(task), randomBytes(50));
      const store = await openStore();
      const found = store.task(task);
      if (found === undefined) {
        // Without its first record a task is gone, and so is its content.
        expect(await readdir(path.dirname(contentOf(task)))).toEqual([]);
        await store.close();
        break;
      }
      seen.add(found.finishedPieces.size);
      for (const number of found.finishedPieces) {
        expect(await readBack(store, task, number)).toEqual(pieceOf(made.bytes, at(made.spans, number)));
      }
      await writeAll(store, made);
      await store.close();
      const again = await openStore();
      expect(again.task(task)?.finishedPieces.size).toBe(3);
      await again.close();
    }
    expect([...seen].sort()).toEqual([0, 1, 2, 3]);
  });

  test('content that no journal knows is removed, and a journal without content too', async () => {
    const made = makeTask();
    const first = await openStore();
    await first.open(made.spec);
    await first.close();
    await writeFile(path.join(path.dirname(contentOf(made.spec.task)), 'orphan'), 'x');
    await rm(contentOf(made.spec.task));
    const second = await openStore();
    expect(second.tasks()).toEqual([]);
    expect(await readdir(path.dirname(contentOf(made.spec.task)))).toEqual([]);
    await expect(stat(journalOf(made.spec.task))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('the lock', () => {
  test('a second store in the same folder is refused with the owner named', async () => {
    await openStore();
    await expect(openStore()).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining(`${process.pid}`),
    });
  });

  test('the lock of a dead process, or of one whose id went to another, is taken over', async () => {
    for (const text of ['{"pid":999999999,"startedAt":"1"}', `{"pid":${process.pid},"startedAt":"1"}`, 'torn']) {
      await writeFile(path.join(dir, 'lock'), text);
      const store = await openStore();
      await store.close();
    }
    expect((await readdir(dir)).sort()).toEqual(['content', 'metadata', 'stopped-cleanly']);
  });
});

describe('room', () => {
  const filled = async (store: PieceStore, count: number) => {
    const tasks = [];
    for (let i = 0; i < count; i += 1) {
      const made = makeTask();
      const lease = await store.open(made.spec);
      await writeAll(store, made);
      await store.finish(made.spec.task);
      lease.release();
      tasks.push(made);
    }
    return tasks;
  };
  const size = 2.5 * pieceLength;

  test('at admission the tasks used longest ago make room; an upload counts as a use', async () => {
    let now = 1000;
    const store = await openStore({ capacityBytes: 3 * size, nowMs: () => (now += 1) });
    const [a, b, c] = await filled(store, 3);
    if (a === undefined || b === undefined || c === undefined) throw new Error('three tasks');
    await readBack(store, a.spec.task, 0);
    await filled(store, 1);
    const kept = [a, b, c].map(({ spec }) => store.task(spec.task) !== undefined);
    expect(kept).toEqual([true, false, true]);
    expect(store.accounting().storedBytes).toBe(3 * size);
    await expect(stat(contentOf(b.spec.task))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('what somebody works with is never evicted; then there is no room', async () => {
    const store = await openStore({ capacityBytes: 2 * size });
    const [a] = await filled(store, 1);
    if (a === undefined) throw new Error('one task');
    const lease = store.hold(a.spec.task);
    const other = makeTask();
    await store.open(other.spec);
    await expect(store.open(makeTask().spec)).rejects.toMatchObject({ code: 'storage' });
    expect(store.accounting().reservedBytes).toBe(size);
    lease?.release();
    await store.open(makeTask().spec);
    expect(store.task(a.spec.task)).toBeUndefined();
    expect(store.task(other.spec.task)).toBeDefined();
  });

  test('a pinned task is never evicted, before and after a restart, until it is unpinned', async () => {
    const limits = { capacityBytes: 2 * size };
    const first = await openStore(limits);
    const [pinned, other] = await filled(first, 2);
    if (pinned === undefined || other === undefined) throw new Error('two tasks');
    await first.pin(pinned.spec.task, true);
    await filled(first, 1);
    expect(first.task(pinned.spec.task)).toMatchObject({ pinned: true, state: 'finished' });
    expect(first.task(other.spec.task)).toBeUndefined();
    await first.close();
    const second = await openStore(limits);
    const [, kept] = await filled(second, 2);
    expect(second.task(pinned.spec.task)?.pinned).toBe(true);
    await second.pin(pinned.spec.task, false);
    if (kept !== undefined) second.hold(kept.spec.task);
    await filled(second, 1);
    expect(second.task(pinned.spec.task)).toBeUndefined();
  });

  test('pieces that turn out wrong keep their room while somebody holds the task', async () => {
    const made = makeTask();
    const store = await openStore({ capacityBytes: 2 * size });
    const lease = await store.open(made.spec);
    await writeAll(store, made);
    await expect(store.finish(made.spec.task, { digest: sha256(Buffer.from('other')) })).rejects.toMatchObject({
      code: 'corrupt',
    });
    expect(store.accounting()).toMatchObject({ storedBytes: 0, reservedBytes: size });
    await store.open(makeTask().spec);
    await expect(store.open(makeTask().spec)).rejects.toMatchObject({ code: 'storage' });
    await writeAll(store, made);
    lease.release();
    expect(store.accounting()).toMatchObject({ storedBytes: size, reservedBytes: size });
  });

  test('the percentages hold for a quota too', async () => {
    let now = 1000;
    const limits = { quotaBytes: 4 * size, diskHighPercent: 80, diskLowPercent: 60, gcIntervalMs: 5 };
    const store = await openStore({ ...limits, nowMs: () => (now += 1) });
    const [a, b, c] = await filled(store, 3);
    if (a === undefined || b === undefined || c === undefined) throw new Error('three tasks');
    await filled(store, 1);
    expect([a, b, c].map(({ spec }) => store.task(spec.task) !== undefined)).toEqual([false, false, true]);
  });

  test('a range reserves its own length only', async () => {
    const store = await openStore({ capacityBytes: size });
    const huge = makeTask(Buffer.alloc(0), { contentLength: 1e12 });
    await expect(store.open(huge.spec)).rejects.toMatchObject({ code: 'storage' });
    const lease = await store.open(huge.spec, pieceLength);
    expect(store.accounting().reservedBytes).toBe(pieceLength);
    lease.release();
    expect(store.accounting().reservedBytes).toBe(0);
  });

  test('a disk without the space says so before the first byte', async () => {
    const store = await openStore({ diskSpace: async () => ({ totalBytes: 1e9, availableBytes: 1000 }) });
    await expect(store.open(makeTask().spec)).rejects.toMatchObject({
      code: 'storage',
      message: expect.stringContaining('free space'),
    });
  });

  test('expired tasks go, held ones stay', async () => {
    let now = 1000;
    const store = await openStore({ ttlMs: 100, gcIntervalMs: 5, nowMs: () => now });
    const [expired, held, own] = await filled(store, 2).then((two) => [...two, makeTask(undefined, { ttlMs: 1e6 })]);
    if (expired === undefined || held === undefined || own === undefined) throw new Error('three tasks');
    store.hold(held.spec.task);
    (await store.open(own.spec)).release();
    const gone = new Promise<void>((resolve) => {
      store.onPiece(expired.spec.task, ({ kind }) => kind === 'deleted' && resolve());
    });
    now += 101;
    await gone;
    expect(
      store
        .tasks()
        .map(({ task }) => task)
        .sort(),
    ).toEqual([held.spec.task, own.spec.task].sort());
  });

  test('a pinned task only has the time it came with, counted from its creation', async () => {
    let now = 1000;
    const store = await openStore({ ttlMs: 100, gcIntervalMs: 5, nowMs: () => now });
    const [forever, hour] = [makeTask(), makeTask(undefined, { kind: 'persistent', ttlMs: 1e6 })];
    for (const { spec } of [forever, hour]) {
      (await store.open(spec)).release();
      await store.pin(spec.task, true);
    }
    now += 1e6 - 1;
    store.hold(hour.spec.task)?.release();
    const gone = new Promise<void>((resolve) => {
      store.onPiece(hour.spec.task, ({ kind }) => kind === 'deleted' && resolve());
    });
    now += 2;
    await gone;
    expect(store.tasks().map(({ task }) => task)).toEqual([forever.spec.task]);
  });
});

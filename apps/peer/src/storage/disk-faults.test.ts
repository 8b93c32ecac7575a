import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createMetrics, silentLog } from '@damselfly/core/node';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { type DiskStoreOptions, openDiskStore } from './open-disk-store.ts';
import { storageMetrics } from './storage-metrics.ts';
import { at, makeTask, originOf, pieceLength, pieceOf, readBack, writeAll } from './store.contract.ts';
import type { PieceStore } from './store.ts';
import { plenty } from './testing/plenty.ts';
import { smallDisk } from './testing/small-disk.ts';

let dir: string;
const opened: PieceStore[] = [];
const registry = createMetrics();
const metrics = storageMetrics(registry);

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'damselfly-faults-'));
  registry.resetMetrics();
});
afterEach(async () => {
  for (const store of opened.splice(0)) await store.close();
  await rm(dir, { recursive: true, force: true });
});

async function openStore(over: Partial<DiskStoreOptions> = {}): Promise<PieceStore> {
  const store = await openDiskStore({ dir, log: silentLog(), diskSpace: plenty, metrics, ...over });
  opened.push(store);
  return store;
}

const contentOf = (task: string) => path.join(dir, 'content', 'tasks', task.slice(0, 3), task);
const never = new AbortController().signal;
const total = async (name: string) =>
  (await registry.getMetricsAsJSON())
    .filter((metric) => metric.name === `dragonfly_client_storage_${name}_total`)
    .flatMap(({ values }) => values)
    .reduce((sum, { value }) => sum + value, 0);

type Made = ReturnType<typeof makeTask>;

async function storeWhole(store: PieceStore, made: Made): Promise<void> {
  const lease = await store.open(made.spec);
  await writeAll(store, made);
  await store.finish(made.spec.task);
  lease.release();
}

/** A finished task after a clean stop, in a store that has none of its files open. */
async function restored(): Promise<{ store: PieceStore; made: Made }> {
  const made = makeTask();
  const first = await openStore();
  await storeWhole(first, made);
  await first.close();
  return { store: await openStore(), made };
}

/** Every read of low addresses of a process's memory is the error of a broken disk. */
async function breakDisk({ spec }: Made): Promise<void> {
  await rm(contentOf(spec.task));
  await symlink('/proc/self/mem', contentOf(spec.task));
}

test('a read the disk fails is a storage failure; the piece is offered no more and can be stored again', async () => {
  const { store, made } = await restored();
  const { task } = made.spec;
  await breakDisk(made);
  await expect(readBack(store, task, 1)).rejects.toMatchObject({
    code: 'storage',
    message: expect.stringContaining('check it'),
  });
  expect([...(store.task(task)?.finishedPieces ?? [])]).toEqual([0, 2]);
  expect(store.task(task)?.state).toBe('partial');
  await expect(store.readPiece(task, 1)).rejects.toMatchObject({ code: 'notFound' });
  expect(await total('damaged_piece')).toBe(1);
  expect(await total('fault')).toBeGreaterThan(0);
  await rm(contentOf(task));
  await writeFile(contentOf(task), made.bytes);
  await store.writePiece(
    task,
    at(made.spans, 1),
    pieceOf(made.bytes, at(made.spans, 1)),
    originOf(pieceOf(made.bytes, at(made.spans, 1))),
  );
  await store.finish(task, { digest: made.sha256 });
});

test('content cut short while the store runs is found by the first read, and only what is lost is dropped', async () => {
  const { store, made } = await restored();
  await truncate(contentOf(made.spec.task), pieceLength + 100);
  await expect(readBack(store, made.spec.task, 1)).rejects.toMatchObject({ code: 'storage' });
  expect([...(store.task(made.spec.task)?.finishedPieces ?? [])]).toEqual([0, 2]);
  expect(await readBack(store, made.spec.task, 0)).toEqual(pieceOf(made.bytes, at(made.spans, 0)));
});

test('an export that meets a broken disk makes no file, and every piece is compared afterwards', async () => {
  const { store, made } = await restored();
  await breakDisk(made);
  const outputPath = path.join(dir, 'out');
  await expect(store.export(made.spec.task, { outputPath }, never)).rejects.toMatchObject({ code: 'storage' });
  await expect(store.export(made.spec.task, { outputPath }, never)).rejects.toMatchObject({ code: 'precondition' });
});

test('a read that fails for another reason costs no piece', async () => {
  const { store, made } = await restored();
  const { task } = made.spec;
  await rm(contentOf(task));
  await mkdir(contentOf(task));
  await expect(readBack(store, task, 0)).rejects.toMatchObject({ code: 'storage' });
  expect(store.task(task)?.finishedPieces.size).toBe(3);
  await rm(contentOf(task), { recursive: true });
  await writeFile(contentOf(task), made.bytes);
  expect(await readBack(store, task, 0)).toEqual(pieceOf(made.bytes, at(made.spans, 0)));
});

test('an index the disk cannot read costs its own task only', async () => {
  const [made, other] = [makeTask(), makeTask()];
  const first = await openStore();
  await storeWhole(first, made);
  await storeWhole(first, other);
  await first.close();
  const journal = path.join(dir, 'metadata', made.spec.task.slice(0, 3), `${made.spec.task}.journal`);
  await rm(journal);
  await symlink('/proc/self/mem', journal);
  const second = await openStore();
  expect(second.tasks().map(({ task }) => task)).toEqual([other.spec.task]);
  expect(second.accounting()).toMatchObject({ tasks: 1, storedBytes: other.bytes.length });
});

test('content that vanished is a storage failure with its remedy; opened again, the task begins anew', async () => {
  const made = makeTask();
  const store = await openStore();
  const lease = await store.open(made.spec);
  await rm(dir, { recursive: true, force: true });
  // The file is open still and takes the pieces, for whoever reads them now.
  await writeAll(store, made);
  expect((await readBack(store, made.spec.task, 1)).equals(pieceOf(made.bytes, at(made.spans, 1)))).toBe(true);
  await expect(store.finish(made.spec.task)).rejects.toMatchObject({
    code: 'storage',
    message: expect.stringContaining('vanished'),
  });
  expect(store.task(made.spec.task)?.state).toBe('partial');
  lease.release();
  await storeWhole(store, made);
  expect(await readBack(store, made.spec.task, 1)).toEqual(pieceOf(made.bytes, at(made.spans, 1)));
  expect(store.accounting()).toMatchObject({ tasks: 1, storedBytes: made.bytes.length, reservedBytes: 0 });
});

test('a folder that cannot be made is a storage failure', async () => {
  await writeFile(path.join(dir, 'file'), '');
  await expect(openStore({ dir: path.join(dir, 'file') })).rejects.toMatchObject({ code: 'storage' });
  await expect(openStore({ dir: path.join(dir, 'file', 'below') })).rejects.toMatchObject({ code: 'storage' });
});

test('a device without space fails the piece', async () => {
  const made = makeTask();
  const first = await openStore();
  await first.open(made.spec);
  await first.close();
  const store = await openStore();
  await rm(contentOf(made.spec.task));
  // Every write to this device fails as on a full disk.
  await symlink('/dev/full', contentOf(made.spec.task));
  await expect(writeAll(store, made)).rejects.toMatchObject({
    code: 'storage',
    message: expect.stringContaining('full'),
  });
  expect(store.piece(made.spec.task, 0)).toBeUndefined();
  expect(await total('fault')).toBe(1);
});

const disk = smallDisk(2 ** 20);
if (disk !== undefined) {
  afterEach(() => rm(path.join(disk.dir, 'store'), { recursive: true, force: true }));
}

test.skipIf(disk === undefined)(
  'on a full disk tasks nobody works with make room; held and pinned ones stay',
  async () => {
    const store = await openStore({ dir: path.join(disk?.dir ?? '', 'store') });
    const made = Array.from({ length: 12 }, () => makeTask());
    const [held, pinned, ...rest] = made;
    if (held === undefined || pinned === undefined) throw new Error('two tasks');
    await storeWhole(store, held);
    store.hold(held.spec.task);
    await storeWhole(store, pinned);
    await store.pin(pinned.spec.task, true);
    for (const one of rest) await storeWhole(store, one);
    for (const one of [held, pinned, at(rest, rest.length - 1)]) {
      expect(store.task(one.spec.task)?.state).toBe('finished');
      for (const span of one.spans) {
        expect(await readBack(store, one.spec.task, span.number)).toEqual(pieceOf(one.bytes, span));
      }
    }
    expect(store.tasks().length).toBeLessThan(made.length);
    expect(await total('fault')).toBeGreaterThan(0);
    expect(await total('removed_task')).toBe(made.length - store.tasks().length);
  },
);

test.skipIf(disk === undefined)(
  'when nothing can go, what is there stays, and it goes on once there is room',
  async () => {
    const made = makeTask();
    const { task } = made.spec;
    const folder = path.join(disk?.dir ?? '', 'store');
    const store = await openStore({ dir: folder });
    await store.open(made.spec);
    const write = (number: number) => {
      const bytes = pieceOf(made.bytes, at(made.spans, number));
      return store.writePiece(task, at(made.spans, number), bytes, originOf(bytes));
    };
    await write(0);
    const release = await disk?.fill();
    await expect(write(1)).rejects.toMatchObject({ code: 'storage', message: expect.stringContaining('free space') });
    await expect(store.open(makeTask().spec)).rejects.toMatchObject({ code: 'storage' });
    expect([...(store.task(task)?.finishedPieces ?? [])]).toEqual([0]);
    expect(await readBack(store, task, 0)).toEqual(pieceOf(made.bytes, at(made.spans, 0)));
    await release?.();
    await write(1);
    await write(2);
    await store.finish(task, { digest: made.sha256 });
    await store.close();
    const again = await openStore({ dir: folder });
    expect(again.tasks().map((found) => [found.task, found.state])).toEqual([[task, 'finished']]);
  },
);

test.skipIf(disk === undefined)('a task deleted while its writer waits for room fails that writer', async () => {
  const made = makeTask();
  const store = await openStore({ dir: path.join(disk?.dir ?? '', 'store') });
  await store.open(made.spec);
  const release = await disk?.fill();
  const writing = writeAll(store, made);
  const deleting = store.delete(made.spec.task);
  await expect(writing).rejects.toMatchObject({ code: expect.stringMatching(/storage|notFound/) });
  await deleting;
  expect(store.accounting()).toMatchObject({ tasks: 0, storedBytes: 0, reservedBytes: 0 });
  await release?.();
});

afterAll(() => disk?.remove());

import { spawnSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { chmod, link, mkdtemp, open, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { silentLog } from '@damselfly/core/node';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDiskStore } from './open-disk-store.ts';
import { at, makeTask, originOf, pieceLength, pieceOf, readBack, sha256, writeAll } from './store.contract.ts';
import type { PieceStore } from './store.ts';
import { plenty } from './testing/plenty.ts';

let dir: string;
let store: PieceStore;
const never = new AbortController().signal;

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'damselfly-import-'));
  store = await start();
});
afterEach(async () => {
  await store.close();
  await rm(dir, { recursive: true, force: true });
});

const start = () => openDiskStore({ dir: path.join(dir, 'store'), log: silentLog(), diskSpace: plenty });
const contentOf = (task: string) => path.join(dir, 'store', 'content', 'tasks', task.slice(0, 3), task);
type Made = ReturnType<typeof makeTask>;

async function makeFile(): Promise<
  Made & { readonly request: Parameters<PieceStore['import']>[0] & { hardLink?: boolean } }
> {
  const made = makeTask();
  const { contentLength: _length, ...spec } = made.spec;
  const inputPath = path.join(dir, spec.task);
  await writeFile(inputPath, made.bytes);
  return { ...made, request: { spec, inputPath } };
}

async function expectWhole(made: Made): Promise<void> {
  expect(store.task(made.spec.task)).toMatchObject({ state: 'finished', contentLength: made.bytes.length });
  for (const span of made.spans) {
    expect((await readBack(store, made.spec.task, span.number)).equals(pieceOf(made.bytes, span))).toBe(true);
  }
}

/** Changes one byte of the second piece, as the owner of the other name can at any time. */
async function meddle(file: string): Promise<void> {
  await chmod(file, 0o644);
  const handle = await open(file, 'r+');
  await handle.write(Buffer.from([0xff, 0x00, 0xff]), 0, 3, pieceLength + 7);
  await handle.close();
}

test('an imported file is a finished task of its own: what becomes of the file does not matter', async () => {
  const made = await makeFile();
  const lease = await store.import(made.request, never);
  expect(lease.task.state).toBe('finished');
  expect(store.piece(made.spec.task, 0)).toMatchObject({ trafficType: 'localPeer' });
  expect(store.accounting()).toMatchObject({ storedBytes: made.bytes.length, reservedBytes: 0 });
  await writeFile(made.request.inputPath, 'other');
  await expectWhole(made);
  await store.close();
  store = await start();
  await expectWhole(made);
});

test('a hard link shares the file, and a restart still knows', async () => {
  const made = await makeFile();
  await store.import({ ...made.request, hardLink: true }, never);
  expect((await stat(made.request.inputPath)).ino).toBe((await stat(contentOf(made.spec.task))).ino);
  await expectWhole(made);
  await store.close();
  await meddle(made.request.inputPath);
  store = await start();
  await expect(store.readPiece(made.spec.task, 1)).rejects.toMatchObject({ code: 'notFound' });
  expect(await readBack(store, made.spec.task, 0)).toEqual(pieceOf(made.bytes, at(made.spans, 0)));
});

test.each(['import', 'export'])(
  'a file shared by %s is never served changed, and mending it does not change the file',
  async (how) => {
    const made = await makeFile();
    const { task } = made.spec;
    let other = made.request.inputPath;
    if (how === 'import') await store.import({ ...made.request, hardLink: true }, never);
    else {
      other = path.join(dir, 'out');
      await store.open(made.spec);
      await writeAll(store, made);
      await store.finish(task);
      await store.export(task, { outputPath: other, hardLink: true }, never);
    }
    await expectWhole(made);
    await meddle(other);
    const changed = await readFile(other);
    await expect(store.readPiece(task, 1)).rejects.toMatchObject({ code: 'notFound' });
    expect(store.task(task)?.state).toBe('partial');
    const good = pieceOf(made.bytes, at(made.spans, 1));
    await store.writePiece(task, at(made.spans, 1), good, originOf(good));
    await store.finish(task, { digest: made.sha256 });
    await expectWhole(made);
    expect(await readFile(other)).toEqual(changed);
    await meddle(other);
    await expectWhole(made);
  },
);

test('once the other name is gone the store has the file for itself', async () => {
  const made = await makeFile();
  await store.import({ ...made.request, hardLink: true }, never);
  await store.close();
  await rm(made.request.inputPath);
  store = await start();
  expect((await stat(contentOf(made.spec.task))).mode & 0o777).toBe(0o600);
  await expectWhole(made);
});

test('a file on another file system is copied though a link was asked for', async () => {
  const made = await makeFile();
  const aside = await mkdtemp('/dev/shm/damselfly-import-');
  try {
    const inputPath = path.join(aside, 'file');
    await writeFile(inputPath, made.bytes);
    await store.import({ ...made.request, inputPath, hardLink: true }, never);
    await writeFile(inputPath, 'other');
    await expectWhole(made);
  } finally {
    await rm(aside, { recursive: true });
  }
});

test('pieces that are there already stay, the rest is brought in', async () => {
  const made = await makeFile();
  await store.open(made.spec);
  const first = pieceOf(made.bytes, at(made.spans, 0));
  await store.writePiece(made.spec.task, at(made.spans, 0), first, originOf(first));
  await store.import({ ...made.request, hardLink: true }, never);
  expect(store.piece(made.spec.task, 0)).toMatchObject({ trafficType: 'remotePeer' });
  await meddle(made.request.inputPath);
  await expectWhole(made);
  expect((await store.import(made.request, never)).task.state).toBe('finished');
});

test('an empty file and a right digest import; a wrong digest leaves nothing behind', async () => {
  const made = await makeFile();
  const { inputPath, spec } = made.request;
  const wrong = { ...spec, digest: sha256(Buffer.from('other')) };
  await expect(store.import({ inputPath, spec: wrong, hardLink: true }, never)).rejects.toMatchObject({
    code: 'corrupt',
  });
  expect(store.accounting()).toMatchObject({ tasks: 0, storedBytes: 0, reservedBytes: 0 });
  expect(await readFile(inputPath)).toEqual(made.bytes);
  await store.import({ inputPath, spec: { ...spec, digest: made.sha256 } }, never);
  const empty = makeTask(Buffer.alloc(0));
  await writeFile(inputPath, '');
  await store.import({ inputPath, spec: empty.spec }, never);
  expect(store.task(empty.spec.task)?.state).toBe('finished');
});

test('a file that changes or an import that is cancelled leaves nothing behind', async () => {
  const made = await makeFile();
  const { inputPath, spec } = made.request;
  await expect(store.import(made.request, AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
  expect(store.tasks()).toEqual([]);
  (await store.open(made.spec)).release();
  store.onPiece(spec.task, ({ kind }) => kind === 'piece' && appendFileSync(inputPath, 'more'));
  await expect(store.import(made.request, never)).rejects.toMatchObject({ code: 'aborted' });
  expect(store.tasks()).toEqual([]);
});

test('what is no regular file is refused without waiting for it', async () => {
  const made = await makeFile();
  const { spec, inputPath } = made.request;
  const [linkPath, pipePath] = [path.join(dir, 'link'), path.join(dir, 'pipe')];
  await symlink(inputPath, linkPath);
  spawnSync('mkfifo', [pipePath]);
  for (const bad of [dir, linkPath, pipePath, '/dev/zero', path.join(dir, 'absent'), 'relative']) {
    await expect(store.import({ spec, inputPath: bad }, never)).rejects.toMatchObject({ code: 'invalid' });
  }
  expect(store.tasks()).toEqual([]);
});

test('deleting a shared task leaves the file of its owner', async () => {
  const made = await makeFile();
  await link(made.request.inputPath, path.join(dir, 'third name'));
  (await store.import({ ...made.request, hardLink: true }, never)).release();
  await store.delete(made.spec.task);
  expect(await readFile(made.request.inputPath)).toEqual(made.bytes);
});

import { Buffer } from 'node:buffer';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Failure, type PieceSpan, peerId, pieceSpans, type TaskId, taskId } from '@damselfly/core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { crc32, crc32c } from '../bytes/crc32.ts';
import type { PieceOrigin, PieceStore, StoreEvent, TaskSpec } from './store.ts';

/** The smallest piece a store must cope with is of no interest to the wire, so tests use small ones. */
export const pieceLength = 64 * 2 ** 10;

/** Content of two and a half pieces, and its task. */
export function makeTask(bytes: Buffer = randomBytes(pieceLength * 2.5), over: Partial<TaskSpec> = {}) {
  const spec: TaskSpec = {
    task: taskId(createHash('sha256').update(randomBytes(16)).digest('hex')),
    url: 'http://origin.test/file',
    application: 'app',
    tag: 'tag',
    contentLength: bytes.length,
    pieceLength,
    header: { etag: '"1"' },
    ...over,
  };
  return { bytes, spec, spans: pieceSpans(bytes.length, pieceLength), sha256: sha256(bytes) };
}

export const sha256 = (bytes: Uint8Array) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

export const pieceOf = (bytes: Buffer, { offset, length }: PieceSpan) => bytes.subarray(offset, offset + length);

/** What an honest writer says of its bytes. */
export function originOf(bytes: Uint8Array, over: Partial<PieceOrigin> = {}): PieceOrigin {
  const sum = crc32(bytes);
  return {
    digest: `crc32:${sum}`,
    crc32: sum,
    parent: peerId('parent'),
    trafficType: 'remotePeer',
    costMs: 5,
    ...over,
  };
}

export async function writeAll(store: PieceStore, { bytes, spec, spans }: ReturnType<typeof makeTask>): Promise<void> {
  for (const span of spans)
    await store.writePiece(spec.task, span, pieceOf(bytes, span), originOf(pieceOf(bytes, span)));
}

export async function readBack(store: PieceStore, task: TaskId, number: number): Promise<Buffer> {
  const reading = await store.readPiece(task, number);
  try {
    const bytes = Buffer.alloc(reading.piece.length);
    for (let at = 0; at < bytes.length; ) {
      const count = await reading.read(bytes.subarray(at, at + 10_000), at);
      if (count === 0) throw new Error(`piece ${number} ends at ${at}`);
      at += count;
    }
    expect(await reading.read(Buffer.alloc(1), bytes.length)).toBe(0);
    return bytes;
  } finally {
    reading.release();
  }
}

const never = new AbortController().signal;

/** What every store must do. `open` makes an empty one in `dir`. */
export function storeContract(name: string, open: (dir: string) => Promise<PieceStore>): void {
  describe(`${name} store`, () => {
    let dir: string;
    let store: PieceStore;

    beforeEach(async () => {
      dir = await mkdtemp(path.join(tmpdir(), 'damselfly-store-'));
      store = await open(path.join(dir, 'store'));
    });
    afterEach(async () => {
      await store.close();
      await rm(dir, { recursive: true, force: true });
    });

    test('pieces written in any order read back the same, and are seen only when they are there', async () => {
      const made = makeTask();
      const { bytes, spec, spans } = made;
      await store.open(spec);
      for (const span of [...spans].reverse()) {
        expect(store.piece(spec.task, span.number)).toBeUndefined();
        await expect(store.readPiece(spec.task, span.number)).rejects.toMatchObject({ code: 'notFound' });
        const written = await store.writePiece(spec.task, span, pieceOf(bytes, span), originOf(pieceOf(bytes, span)));
        expect(written).toMatchObject({ ...span, parent: 'parent', trafficType: 'remotePeer' });
        expect(await readBack(store, spec.task, span.number)).toEqual(pieceOf(bytes, span));
      }
      expect([...(store.task(spec.task)?.finishedPieces ?? [])]).toEqual([0, 1, 2]);
      expect(store.accounting()).toMatchObject({ tasks: 1, storedBytes: bytes.length, reservedBytes: 0 });
    });

    test('a corrupted piece is refused and leaves no trace', async () => {
      const { bytes, spec, spans } = makeTask();
      const [span] = spans;
      if (span === undefined) throw new Error('no piece');
      await store.open(spec);
      const good = pieceOf(bytes, span);
      const bad = Buffer.from(good);
      bad[100] = (bad[100] ?? 0) ^ 1;
      for (const digest of [`crc32:${crc32(good)}`, 'crc32:nonsense', 'nonsense', sha256(good)]) {
        await expect(store.writePiece(spec.task, span, bad, originOf(bad, { digest }))).rejects.toMatchObject({
          code: 'corrupt',
        });
      }
      expect(store.piece(spec.task, 0)).toBeUndefined();
      expect(store.accounting().storedBytes).toBe(0);
      await store.writePiece(spec.task, span, good, originOf(good, { digest: sha256(good) }));
      expect(await readBack(store, spec.task, 0)).toEqual(good);
    });

    test('a Castagnoli sum and an absent digest are accepted; what is served is our own sum', async () => {
      const { bytes, spec, spans } = makeTask();
      await store.open(spec);
      const digests = [`crc32:${crc32c(pieceOf(bytes, at(spans, 0)))}`, ''];
      for (const [number, digest] of digests.entries()) {
        const piece = pieceOf(bytes, at(spans, number));
        await store.writePiece(spec.task, at(spans, number), piece, originOf(piece, { digest }));
        expect(store.piece(spec.task, number)?.digest).toBe(`crc32:${crc32(piece)}`);
      }
    });

    test('a span that is none of the task, or bytes of another length, are refused', async () => {
      const { bytes, spec, spans } = makeTask();
      await store.open(spec);
      const first = at(spans, 0);
      for (const span of [
        { ...first, offset: 1 },
        { ...first, number: 7 },
        { ...first, length: 5 },
        { ...first, number: -1 },
      ]) {
        const piece = bytes.subarray(0, span.length);
        await expect(store.writePiece(spec.task, span, piece, originOf(piece))).rejects.toMatchObject({
          code: 'invalid',
        });
      }
      await expect(store.writePiece(spec.task, first, bytes, originOf(bytes))).rejects.toMatchObject({
        code: 'invalid',
      });
    });

    test('the same piece from two writers at once is stored once', async () => {
      const { bytes, spec, spans } = makeTask();
      await store.open(spec);
      const seen: StoreEvent[] = [];
      store.onPiece(spec.task, (event) => seen.push(event));
      const piece = pieceOf(bytes, at(spans, 1));
      const write = () => store.writePiece(spec.task, at(spans, 1), piece, originOf(piece));
      const [a, b] = await Promise.all([write(), write()]);
      expect(a).toEqual(b);
      expect(seen.map(({ kind }) => kind)).toEqual(['piece']);
      expect(store.accounting().storedBytes).toBe(piece.length);
    });

    test('finish needs every piece; a range is not the whole', async () => {
      const { bytes, spec, spans } = makeTask();
      await store.open(spec);
      const piece = pieceOf(bytes, at(spans, 0));
      await store.writePiece(spec.task, at(spans, 0), piece, originOf(piece));
      await expect(store.finish(spec.task)).rejects.toMatchObject({ code: 'precondition' });
      expect(store.task(spec.task)?.state).toBe('partial');
      const output = path.join(dir, 'range');
      await store.export(spec.task, { outputPath: output, range: { start: 10, length: 100 } }, never);
      expect(await readFile(output)).toEqual(bytes.subarray(10, 110));
      expect(store.task(spec.task)?.state).toBe('partial');
      await expect(store.export(spec.task, { outputPath: path.join(dir, 'whole') }, never)).rejects.toMatchObject({
        code: 'precondition',
      });
      expect(await readdir(dir)).toEqual(expect.not.arrayContaining(['whole']));
    });

    test('finish agrees with the right digest of the whole content', async () => {
      const made = makeTask();
      await store.open({ ...made.spec, digest: made.sha256 });
      await writeAll(store, made);
      await store.finish(made.spec.task, { digest: `crc32:${crc32(made.bytes)}` });
      expect(store.task(made.spec.task)).toMatchObject({ state: 'finished' });
    });

    test('content with a wrong digest is never finished, and its pieces are not served', async () => {
      const made = makeTask();
      const { task } = made.spec;
      await store.open(made.spec);
      await writeAll(store, made);
      await expect(store.finish(task, { digest: sha256(Buffer.from('other')) })).rejects.toMatchObject({
        code: 'corrupt',
      });
      expect(store.task(task)).toMatchObject({ state: 'failed', storedBytes: 0 });
      await expect(store.readPiece(task, 0)).rejects.toMatchObject({ code: 'notFound' });
      await store.open(made.spec);
      await writeAll(store, made);
      await store.finish(task, { digest: made.sha256 });
      expect(await readBack(store, task, 1)).toEqual(pieceOf(made.bytes, at(made.spans, 1)));
    });

    test('a wrong digest asked of a finished task fails that request only', async () => {
      const made = makeTask();
      await store.open(made.spec);
      await writeAll(store, made);
      await store.finish(made.spec.task);
      await expect(store.finish(made.spec.task, { digest: sha256(Buffer.from('other')) })).rejects.toMatchObject({
        code: 'corrupt',
      });
      expect(store.task(made.spec.task)?.state).toBe('finished');
    });

    test('zero-length content is finished without a piece and exports as an empty file', async () => {
      const made = makeTask(Buffer.alloc(0));
      await store.open(made.spec);
      await store.finish(made.spec.task, { digest: made.sha256 });
      await store.export(made.spec.task, { outputPath: path.join(dir, 'empty') }, never);
      expect((await stat(path.join(dir, 'empty'))).size).toBe(0);
    });

    test('a content of unknown length is settled at its end', async () => {
      const made = makeTask();
      const { contentLength: _unknown, ...spec } = made.spec;
      await store.open(spec);
      await writeAll(store, made);
      await expect(store.finish(spec.task)).rejects.toMatchObject({ code: 'precondition' });
      await expect(store.settleLength(spec.task, pieceLength)).rejects.toMatchObject({ code: 'conflict' });
      await store.settleLength(spec.task, made.bytes.length);
      await store.settleLength(spec.task, made.bytes.length);
      await expect(store.settleLength(spec.task, 5)).rejects.toMatchObject({ code: 'conflict' });
      await store.finish(spec.task, { digest: made.sha256 });
      expect(store.task(spec.task)?.state).toBe('finished');
    });

    test('listeners hear of pieces, finish and deletion in order, until they stop', async () => {
      const made = makeTask();
      await store.open(made.spec);
      const kinds: string[] = [];
      store.onPiece(made.spec.task, ({ kind }) => kinds.push(kind));
      const stop = store.onPiece(made.spec.task, () => kinds.push('stopped listener'));
      stop();
      await writeAll(store, made);
      await store.finish(made.spec.task);
      await store.delete(made.spec.task);
      expect(kinds).toEqual(['piece', 'piece', 'piece', 'finished', 'deleted']);
    });

    test('a failed task keeps its pieces and is partial again when opened', async () => {
      const made = makeTask();
      await store.open(made.spec);
      const piece = pieceOf(made.bytes, at(made.spans, 0));
      await store.writePiece(made.spec.task, at(made.spans, 0), piece, originOf(piece));
      await store.fail(made.spec.task, new Failure('origin', 'origin says 503'));
      expect(store.task(made.spec.task)).toMatchObject({ state: 'failed', failure: 'origin says 503' });
      const lease = await store.open(made.spec);
      expect(lease.task).toMatchObject({ state: 'partial', storedBytes: pieceLength });
    });

    test('another content or piece length under the same id is a conflict', async () => {
      const { spec } = makeTask();
      await store.open(spec);
      await expect(store.open({ ...spec, contentLength: 1 })).rejects.toMatchObject({ code: 'conflict' });
      await expect(store.open({ ...spec, pieceLength: 2 * pieceLength })).rejects.toMatchObject({ code: 'conflict' });
    });

    test('a task id that is no file name is refused', async () => {
      for (const bad of ['../../etc/passwd', 'a/b', '', '..', 'x'.repeat(300)]) {
        const { spec } = makeTask(Buffer.alloc(1), { task: taskId(bad) });
        await expect(store.open(spec)).rejects.toMatchObject({ code: 'invalid' });
      }
    });

    test('what is opened for reading stays readable when the task is deleted; nothing else does', async () => {
      const made = makeTask();
      await store.open(made.spec);
      await writeAll(store, made);
      const reading = await store.readPiece(made.spec.task, 0);
      await store.delete(made.spec.task);
      await store.delete(made.spec.task);
      const bytes = Buffer.alloc(reading.piece.length);
      expect(await reading.read(bytes, 0)).toBe(bytes.length);
      expect(bytes).toEqual(pieceOf(made.bytes, at(made.spans, 0)));
      reading.release();
      expect(store.task(made.spec.task)).toBeUndefined();
      await expect(store.readPiece(made.spec.task, 0)).rejects.toMatchObject({ code: 'notFound' });
      await expect(store.finish(made.spec.task)).rejects.toMatchObject({ code: 'notFound' });
      expect(store.accounting()).toMatchObject({ tasks: 0, storedBytes: 0, reservedBytes: 0 });
      await store.open(made.spec);
      expect(store.task(made.spec.task)).toMatchObject({ state: 'partial', storedBytes: 0 });
    });

    test('what was just written can be read at once, up to the end of the piece', async () => {
      const made = makeTask();
      await store.open(made.spec);
      await writeAll(store, made);
      const span = at(made.spans, 1);
      const reading = await store.readPiece(made.spec.task, 1);
      const bytes = Buffer.alloc(span.length);
      expect(reading.readNow(bytes, 0)).toBe(span.length);
      expect(bytes.equals(pieceOf(made.bytes, span))).toBe(true);
      expect(reading.readNow(bytes, span.length - 3)).toBe(3);
      expect(reading.readNow(bytes, span.length)).toBeUndefined();
      reading.release();
    });

    test('an export never replaces a file unasked, and replaces it whole when asked', async () => {
      const made = makeTask();
      await store.open(made.spec);
      await writeAll(store, made);
      await store.finish(made.spec.task);
      const outputPath = path.join(dir, 'out');
      await writeFile(outputPath, 'precious');
      await expect(store.export(made.spec.task, { outputPath }, never)).rejects.toMatchObject({ code: 'conflict' });
      expect(await readFile(outputPath, 'utf8')).toBe('precious');
      await store.export(made.spec.task, { outputPath, overwrite: true }, never);
      expect(await readFile(outputPath)).toEqual(made.bytes);
      expect((await readdir(dir)).sort()).toEqual(['out', 'store']);
      await writeFile(outputPath, 'edited by its owner');
      expect(await readBack(store, made.spec.task, 0)).toEqual(pieceOf(made.bytes, at(made.spans, 0)));
    });

    test('a hard link is made only when asked for, only of a finished task', async () => {
      const made = makeTask();
      await store.open(made.spec);
      await writeAll(store, made);
      const outputPath = path.join(dir, 'linked');
      const request = { outputPath, hardLink: true };
      await expect(store.export(made.spec.task, request, never)).rejects.toMatchObject({ code: 'precondition' });
      await store.finish(made.spec.task);
      await store.export(made.spec.task, request, never);
      expect((await stat(outputPath)).nlink).toBe(2);
      expect((await stat(outputPath)).mode & 0o222).toBe(0);
      expect(await readFile(outputPath)).toEqual(made.bytes);
      expect(await readBack(store, made.spec.task, 2)).toEqual(pieceOf(made.bytes, at(made.spans, 2)));
    });

    test('an export that cannot be made says why and leaves nothing behind', async () => {
      const made = makeTask();
      await store.open(made.spec);
      await writeAll(store, made);
      await store.finish(made.spec.task);
      const { task } = made.spec;
      const refused = (outputPath: string) => store.export(task, { outputPath, overwrite: true }, never);
      await expect(refused(path.join(dir, 'absent', 'out'))).rejects.toMatchObject({ code: 'invalid' });
      await expect(refused('relative')).rejects.toMatchObject({ code: 'invalid' });
      await expect(refused(dir)).rejects.toBeInstanceOf(Failure);
      await expect(
        store.export(task, { outputPath: path.join(dir, 'out') }, AbortSignal.abort()),
      ).rejects.toMatchObject({ code: 'cancelled' });
      const outside = { start: made.bytes.length - 1, length: 2 };
      await expect(
        store.export(task, { outputPath: path.join(dir, 'out'), range: outside }, never),
      ).rejects.toMatchObject({ code: 'invalid' });
      expect(await readdir(dir)).toEqual(['store']);
    });

    test('after close nothing is accepted any more', async () => {
      const made = makeTask();
      await store.open(made.spec);
      await store.close();
      await store.close();
      await expect(writeAll(store, made)).rejects.toMatchObject({ code: 'cancelled' });
      await expect(store.open(makeTask().spec)).rejects.toMatchObject({ code: 'cancelled' });
    });
  });
}

export function at<T>(list: readonly T[], index: number): T {
  const value = list[index];
  if (value === undefined) throw new Error(`nothing at ${index}`);
  return value;
}

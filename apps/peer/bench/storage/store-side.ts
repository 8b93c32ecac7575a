import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { type PieceSpan, type TaskId, taskId } from '@damselfly/core';
import { silentLog } from '@damselfly/core/node';
import { crc32 } from '../../src/bytes/crc32.ts';
import { openDiskStore } from '../../src/storage/open-disk-store.ts';
import type { PieceStore, TaskSpec } from '../../src/storage/store.ts';
import { arrivals, type ContentLoad, each, readBytes, smallFileBytes, someBytes } from './load.ts';
import type { ContentSide, SmallFilesSide } from './storage-suite.ts';

const openStore = (dir: string) => openDiskStore({ dir, log: silentLog() });

const idOf = (name: string): TaskId => taskId(createHash('sha256').update(name).digest('hex'));

function specOf(task: TaskId, contentLength: number, pieceLength: number): TaskSpec {
  return { task, url: 'http://bench', application: '', tag: '', header: {}, contentLength, pieceLength };
}

/** The checksum is given with each piece: whoever receives one has computed it already. */
export async function storeContents(dir: string, load: ContentLoad): Promise<ContentSide> {
  let store = await openStore(dir);
  const piece = someBytes(load.pieceBytes);
  const origin = { crc32: crc32(piece), trafficType: 'remotePeer', costMs: 1 } as const;
  const buffer = Buffer.allocUnsafeSlow(readBytes);
  const read = async (number: number) => {
    for (const span of arrivals(load)) await readPiece(store, idOf(`${number}`), span, buffer);
  };
  return {
    write: async (number) => {
      const task = idOf(`${number}`);
      const lease = await store.open(specOf(task, load.contentBytes, load.pieceBytes));
      await each(arrivals(load), async (span) => {
        await store.writePiece(task, span, piece.subarray(0, span.length), origin);
      });
      await store.finish(task);
      lease.release();
    },
    read,
    readCompared: async (number) => {
      await store.close();
      // What a kill leaves behind.
      await rm(path.join(dir, 'stopped-cleanly'));
      store = await openStore(dir);
      await read(number);
    },
    remove: (number) => store.delete(idOf(`${number}`)),
    close: () => store.close(),
  };
}

async function readPiece(store: PieceStore, task: TaskId, span: PieceSpan, into: Buffer): Promise<void> {
  const reading = await store.readPiece(task, span.number);
  try {
    for (let at = 0; at < span.length; ) at += await reading.read(into, at);
  } finally {
    reading.release();
  }
}

export async function storeSmallFiles(dir: string, count: number): Promise<SmallFilesSide> {
  let store = await openStore(dir);
  const bytes = someBytes(smallFileBytes);
  const span = { number: 0, offset: 0, length: smallFileBytes };
  const origin = { crc32: crc32(bytes), trafficType: 'remotePeer', costMs: 1 } as const;
  const ids = Array.from({ length: count }, (_, index) => idOf(`small ${index}`));
  return {
    write: () =>
      each(ids, async (task) => {
        const lease = await store.open(specOf(task, smallFileBytes, 4 * 2 ** 20));
        await store.writePiece(task, span, bytes, origin);
        await store.finish(task);
        lease.release();
      }),
    restart: async () => {
      await store.close();
      store = await openStore(dir);
      if (store.tasks().length !== count) throw new Error(`${store.tasks().length} of ${count} tasks are there again`);
    },
    clear: () => each(ids, (task) => store.delete(task)),
    close: () => store.close(),
  };
}

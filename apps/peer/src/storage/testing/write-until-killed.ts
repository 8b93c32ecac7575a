import { createHash } from 'node:crypto';
import { pieceSpans, type TaskId, taskId } from '@damselfly/core';
import { silentLog } from '@damselfly/core/node';
import { crc32 } from '../../bytes/crc32.ts';
import { openDiskStore } from '../open-disk-store.ts';
import { plenty } from './plenty.ts';

/*
 * A program that stores pieces until somebody kills it, and says on standard output, one line each, what the store has
 * promised to keep. Its content follows from the task and the piece, so that another process can tell right from wrong.
 */

export const victimPieceLength = 32 * 2 ** 10;
export const victimContentLength = 20.5 * victimPieceLength;
export const victimSpans = pieceSpans(victimContentLength, victimPieceLength);

export const victimTask = (index: number): TaskId => taskId(createHash('sha256').update(`task ${index}`).digest('hex'));

export function victimBytes(task: TaskId, number: number, length: number): Buffer {
  return Buffer.alloc(length, createHash('sha256').update(`${task} ${number}`).digest());
}

async function run(dir: string, start: number): Promise<never> {
  const store = await openDiskStore({ dir, log: silentLog(), diskSpace: plenty });
  for (let index = start; ; index += 1) {
    const task = victimTask(index % 5);
    const length = { contentLength: victimContentLength, pieceLength: victimPieceLength };
    const lease = await store.open({ task, url: 'http://victim', application: '', tag: '', header: {}, ...length });
    const order = [...victimSpans].sort((a, b) => ((a.number * 7 + index) % 11) - ((b.number * 7 + index) % 11));
    const writer = async () => {
      for (let span = order.pop(); span !== undefined; span = order.pop()) {
        const bytes = victimBytes(task, span.number, span.length);
        await store.writePiece(task, span, bytes, { crc32: crc32(bytes), trafficType: 'remotePeer', costMs: 1 });
        say(`piece ${task} ${span.number}`);
      }
    };
    await Promise.all([writer(), writer(), writer()]);
    await store.finish(task);
    say(`finished ${task}`);
    lease.release();
    const oldest = victimTask((index + 2) % 5);
    say(`deleting ${oldest}`);
    await store.delete(oldest);
  }
}

const say = (line: string) => process.stdout.write(`${line}\n`);

const [, , dir, start] = process.argv;
if (process.argv[1]?.endsWith('write-until-killed.ts') && dir !== undefined) await run(dir, Number(start));

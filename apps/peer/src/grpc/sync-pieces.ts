import { Failure, taskId } from '@damselfly/core';
import type { CallContext, dfdaemon } from '@damselfly/proto';
import type { Downloads } from '../download/downloads.ts';
import { Wake } from '../download/wake.ts';
import type { PieceStore } from '../storage/store.ts';

export interface SyncPiecesOptions {
  readonly store: PieceStore;
  readonly downloads: Pick<Downloads, 'over'>;
  readonly ip: string;
  /** Of the piece server; undefined when there is none. */
  readonly tcpPort: () => number | undefined;
}

const lookAgainMs = 60_000;

/** Tells a child which of the pieces it wants are here, at once for those that are and as they come for the others. */
export async function* syncPieces(
  request: dfdaemon.SyncPiecesRequest,
  { signal }: Pick<CallContext, 'signal'>,
  { store, downloads, ip, tcpPort }: SyncPiecesOptions,
): AsyncGenerator<dfdaemon.SyncPiecesResponse> {
  const task = taskId(request.taskId);
  const wanted = new Set(request.interestedPieceNumbers);
  const wake = new Wake();
  const lease = store.hold(task);
  if (lease === undefined) throw new Failure('notFound', `no task ${task} here`);
  const unsubscribe = store.onPiece(task, () => wake.notify());
  let running = true;
  const over = downloads.over(task);
  if (over === undefined) running = false;
  else {
    void over.then(() => {
      running = false;
      wake.notify();
    });
  }
  try {
    while (!signal.aborted) {
      for (const number of [...wanted]) {
        const piece = store.piece(task, number);
        if (piece === undefined) continue;
        wanted.delete(number);
        const port = tcpPort();
        const { offset, length } = piece;
        const where = { ip, ...(port === undefined ? {} : { tcpPort: port }) };
        yield { number, offset: BigInt(offset), length: BigInt(length), ...where };
      }
      const stored = store.task(task);
      if (stored === undefined) throw new Failure('notFound', `the task ${task} was deleted here`);
      if (wanted.size === 0 || stored.state === 'finished') return;
      if (stored.state === 'failed') throw new Failure('aborted', stored.failure ?? 'the download failed here');
      // Nobody fetches it here any more: the child learns at once that nothing will follow.
      if (!running) return;
      await wake.wait(lookAgainMs, signal);
    }
  } finally {
    unsubscribe();
    lease.release();
  }
}

import { jobs, replicated } from '@damselfly/proto';
import { type CopyRecord, expiresAtMs, type ReplicatedKind } from '../../persistent/record.ts';
import type { CopyReceipt, TaskView } from '../../persistent/replicas.ts';
import type { HostBook } from '../host-book.ts';
import { failureMessage } from '../jobs/encode-job.ts';

const { ReplicatedKind: Wire } = replicated;

const kinds: Readonly<Record<ReplicatedKind, replicated.ReplicatedKind>> = {
  persistent: Wire.REPLICATED_KIND_PERSISTENT,
  persistentCache: Wire.REPLICATED_KIND_PERSISTENT_CACHE,
};

/** `undefined` for both kinds, or one nobody knows. */
export const kindOf = (wire: replicated.ReplicatedKind): ReplicatedKind | undefined =>
  wire === Wire.REPLICATED_KIND_PERSISTENT
    ? 'persistent'
    : wire === Wire.REPLICATED_KIND_PERSISTENT_CACHE
      ? 'persistentCache'
      : undefined;

export const taskMessage = ({ task, pinned, all }: TaskView): replicated.ReplicatedTask => ({
  kind: kinds[task.kind],
  taskId: task.id,
  ...{ url: task.url, tag: task.tag, application: task.application, state: task.state },
  ...{ wantedReplicas: task.wantedReplicas, pinnedReplicas: pinned, replicas: all },
  contentLength: BigInt(task.contentLength),
  pieceLength: BigInt(task.pieceLength),
  pieceCount: BigInt(task.pieceCount),
  createdAtMs: BigInt(task.createdAtMs),
  updatedAtMs: BigInt(task.updatedAtMs),
  expiresAtMs: BigInt(Math.round(expiresAtMs(task))),
});

const hostMessage = (book: HostBook, id: CopyRecord['host'], ip = ''): jobs.JobHost => {
  const host = book.announced(id);
  return { id, ip: host?.ip ?? ip, hostname: host?.hostname ?? '', seed: (host?.type ?? 0) !== 0 };
};

export const copyMessage = (
  copy: CopyRecord & { readonly living: boolean },
  book: HostBook,
): replicated.ReplicatedCopy => ({
  peerId: copy.peer,
  host: hostMessage(book, copy.host),
  ...{ pinned: copy.pinned, state: copy.state, living: copy.living },
  costMs: BigInt(Math.round(copy.costMs)),
  createdAtMs: BigInt(copy.createdAtMs),
  updatedAtMs: BigInt(copy.updatedAtMs),
  idc: book.announced(copy.host)?.network?.idc ?? '',
});

export const receiptMessage = ({ host, ip, failure }: CopyReceipt, url: string, taskId: string, book: HostBook) =>
  jobs.DeleteReceipt.fromPartial({
    target: { url, taskId },
    host: hostMessage(book, host, ip),
    deleted: failure === undefined,
    failure: failure && failureMessage(failure),
  });

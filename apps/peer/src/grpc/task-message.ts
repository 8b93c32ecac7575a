import { dfdaemon } from '@damselfly/proto';
import type { StoredTask } from '../storage/store.ts';
import { durationMessage } from '../wire/piece-message.ts';

/** A stored task as `StatLocalTask` tells it. */
export function localTaskMessage(stored: StoredTask): dfdaemon.StatLocalTaskResponse {
  const { task, pieceLength, contentLength, header, createdAtMs, usedAtMs, finishedAtMs, state } = stored;
  return dfdaemon.StatLocalTaskResponse.fromPartial({
    taskId: task,
    pieceLength: BigInt(pieceLength),
    responseHeader: { ...header },
    createdAt: new Date(createdAtMs),
    updatedAt: new Date(usedAtMs),
    ...(contentLength === undefined ? {} : { contentLength: BigInt(contentLength) }),
    ...(finishedAtMs === undefined ? {} : { finishedAt: new Date(finishedAtMs) }),
    ...(state === 'failed' ? { failedAt: new Date(usedAtMs) } : {}),
  });
}

/** A stored copy of a replicated task; both kinds are told in messages of the same form. */
export function localReplicaMessage(stored: StoredTask): dfdaemon.StatLocalPersistentTaskResponse {
  const { responseHeader: _, prefetchedAt: __, ...facts } = localTaskMessage(stored);
  return { ...facts, persistent: stored.pinned, ttl: durationMessage(stored.ttlMs ?? 0) };
}

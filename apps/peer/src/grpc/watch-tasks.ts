import { pause } from '@damselfly/core/node';
import { local } from '@damselfly/proto';
import type { PieceStore, StoredState, StoredTask } from '../storage/store.ts';
import type { TaskKind } from '../transport/transport.ts';

/** Often enough for a progress bar, seldom enough for any number of tasks. */
const intervalMs = 250;

/** The tasks of this host, then what changed, in messages that gather what happened meanwhile. Ends with the signal. */
export async function* watchTasks(
  { taskId }: local.WatchTasksRequest,
  { signal }: { readonly signal: AbortSignal },
  store: Pick<PieceStore, 'tasks'>,
): AsyncGenerator<local.WatchTasksResponse> {
  const told = new Map<string, string>();
  for (let first = true; !signal.aborted; first = false) {
    const changed: local.LocalTask[] = [];
    const here = new Set<string>();
    for (const task of store.tasks()) {
      if (taskId !== '' && task.task !== taskId) continue;
      here.add(task.task);
      const looks = fingerprint(task);
      if (told.get(task.task) === looks) continue;
      told.set(task.task, looks);
      changed.push(localTask(task));
    }
    const removedTaskIds = [...told.keys()].filter((id) => !here.has(id));
    for (const id of removedTaskIds) told.delete(id);
    if (first || changed.length > 0 || removedTaskIds.length > 0) yield { changed, removedTaskIds };
    await pause(intervalMs, signal);
  }
}

const fingerprint = ({ state, storedBytes, contentLength, pinned }: StoredTask): string =>
  `${state} ${storedBytes} ${contentLength} ${pinned}`;

const { TaskKind: Kind, TaskState: State } = local;
const kinds: Readonly<Record<TaskKind, local.TaskKind>> = {
  standard: Kind.TASK_KIND_STANDARD,
  persistent: Kind.TASK_KIND_PERSISTENT,
  persistentCache: Kind.TASK_KIND_PERSISTENT_CACHE,
  cache: Kind.TASK_KIND_CACHE,
};
const states: Readonly<Record<StoredState, local.TaskState>> = {
  partial: State.TASK_STATE_PARTIAL,
  finished: State.TASK_STATE_FINISHED,
  failed: State.TASK_STATE_FAILED,
};

function localTask(stored: StoredTask): local.LocalTask {
  const { contentLength, finishedAtMs } = stored;
  return {
    taskId: stored.task,
    kind: kinds[stored.kind ?? 'standard'],
    url: stored.url,
    tag: stored.tag,
    application: stored.application,
    pieceLength: BigInt(stored.pieceLength),
    storedBytes: BigInt(stored.storedBytes),
    state: states[stored.state],
    failure: stored.failure ?? '',
    pinned: stored.pinned,
    createdAtMs: BigInt(Math.floor(stored.createdAtMs)),
    usedAtMs: BigInt(Math.floor(stored.usedAtMs)),
    ...(contentLength === undefined ? {} : { contentLength: BigInt(contentLength) }),
    ...(finishedAtMs === undefined ? {} : { finishedAtMs: BigInt(Math.floor(finishedAtMs)) }),
  };
}

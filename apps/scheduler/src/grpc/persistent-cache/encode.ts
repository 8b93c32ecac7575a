import { common } from '@damselfly/proto';
import type { TaskView } from '../../persistent/replicas.ts';
import { taskPart } from '../persistent/encode.ts';

export const persistentCacheTaskMessage = (view: TaskView): common.PersistentCacheTask =>
  common.PersistentCacheTask.fromPartial({
    ...taskPart(view),
    tag: view.task.tag || undefined,
    application: view.task.application || undefined,
    pieceLength: BigInt(view.task.pieceLength),
  });

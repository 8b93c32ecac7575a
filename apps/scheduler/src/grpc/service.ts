import { Failure } from '@damselfly/core';
import { type Handlers, type ServiceBinding, scheduler } from '@damselfly/proto';
import { type AnnounceHostDeps, announceHost } from './announce-host.ts';
import { type AnnouncePeerDeps, announcePeer } from './announce-peer.ts';
import { deleteHost } from './delete-host.ts';
import { deletePeer } from './delete-peer.ts';
import { deleteTask } from './delete-task.ts';
import type { JobRoom } from './jobs/job-room.ts';
import { preheatFile } from './jobs/preheat-file.ts';
import { preheatImage } from './jobs/preheat-image.ts';
import { statFile } from './jobs/stat-file.ts';
import { statImage } from './jobs/stat-image.ts';
import { listHosts } from './list-hosts.ts';
import { statPeer } from './stat-peer.ts';
import { statTask } from './stat-task.ts';

export interface ServiceDeps extends AnnounceHostDeps, AnnouncePeerDeps {
  readonly handlers: Handlers;
  readonly jobs: JobRoom;
}

/** `scheduler.v2.Scheduler`: what this scheduler does, and a clear refusal for the rest. */
export function schedulerService(deps: ServiceDeps): ServiceBinding {
  const { unary, bidi } = deps.handlers;
  const refuse = () => new Failure('unimplemented', 'this scheduler does not serve this method');
  const refused = async (): Promise<never> => {
    throw refuse();
  };
  const refusedStream = (): AsyncIterable<never> => ({
    [Symbol.asyncIterator]: () => ({ next: refused }),
  });
  const implementation: scheduler.SchedulerServer = {
    announcePeer: announcePeer(deps),
    announceHost: unary(announceHost(deps)),
    deleteHost: unary(deleteHost(deps)),
    listHosts: unary(listHosts(deps)),
    statPeer: unary(statPeer(deps)),
    deletePeer: unary(deletePeer(deps)),
    statTask: unary(statTask(deps)),
    deleteTask: unary(deleteTask(deps)),
    announceCachePeer: bidi(refusedStream),
    statCachePeer: unary(refused),
    deleteCachePeer: unary(refused),
    statCacheTask: unary(refused),
    deleteCacheTask: unary(refused),
    announcePersistentPeer: bidi(refusedStream),
    statPersistentPeer: unary(refused),
    deletePersistentPeer: unary(refused),
    uploadPersistentTaskStarted: unary(refused),
    uploadPersistentTaskFinished: unary(refused),
    uploadPersistentTaskFailed: unary(refused),
    statPersistentTask: unary(refused),
    deletePersistentTask: unary(refused),
    announcePersistentCachePeer: bidi(refusedStream),
    statPersistentCachePeer: unary(refused),
    deletePersistentCachePeer: unary(refused),
    uploadPersistentCacheTaskStarted: unary(refused),
    uploadPersistentCacheTaskFinished: unary(refused),
    uploadPersistentCacheTaskFailed: unary(refused),
    statPersistentCacheTask: unary(refused),
    deletePersistentCacheTask: unary(refused),
    preheatImage: unary(preheatImage(deps.jobs)),
    statImage: unary(statImage(deps.jobs)),
    preheatFile: unary(preheatFile(deps.jobs)),
    statFile: unary(statFile(deps.jobs)),
  };
  return { definition: scheduler.SchedulerService, implementation };
}

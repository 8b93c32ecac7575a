import { type Handlers, type ServiceBinding, scheduler, serializer } from '@damselfly/proto';
import { type AnnounceHostDeps, announceHost } from './announce-host.ts';
import { type AnnouncePeerDeps, announcePeer } from './announce-peer.ts';
import { announceCachePeer } from './cache/announce-cache-peer.ts';
import { deleteCachePeer } from './cache/delete-cache-peer.ts';
import { deleteCacheTask } from './cache/delete-cache-task.ts';
import { statCachePeer } from './cache/stat-cache-peer.ts';
import { statCacheTask } from './cache/stat-cache-task.ts';
import { deleteHost } from './delete-host.ts';
import { deletePeer } from './delete-peer.ts';
import { deleteTask } from './delete-task.ts';
import type { JobRoom } from './jobs/job-room.ts';
import { preheatFile } from './jobs/preheat-file.ts';
import { preheatImage } from './jobs/preheat-image.ts';
import { statFile } from './jobs/stat-file.ts';
import { statImage } from './jobs/stat-image.ts';
import { listHosts } from './list-hosts.ts';
import { announcePersistentPeer } from './persistent/announce-persistent-peer.ts';
import { deletePersistentPeer } from './persistent/delete-persistent-peer.ts';
import { deletePersistentTask } from './persistent/delete-persistent-task.ts';
import type { ReplicaDeps } from './persistent/replica-deps.ts';
import { statPersistentPeer } from './persistent/stat-persistent-peer.ts';
import { statPersistentTask } from './persistent/stat-persistent-task.ts';
import { uploadPersistentTaskFailed } from './persistent/upload-persistent-task-failed.ts';
import { uploadPersistentTaskFinished } from './persistent/upload-persistent-task-finished.ts';
import { uploadPersistentTaskStarted } from './persistent/upload-persistent-task-started.ts';
import { announcePersistentCachePeer } from './persistent-cache/announce-persistent-cache-peer.ts';
import { deletePersistentCachePeer } from './persistent-cache/delete-persistent-cache-peer.ts';
import { deletePersistentCacheTask } from './persistent-cache/delete-persistent-cache-task.ts';
import { statPersistentCachePeer } from './persistent-cache/stat-persistent-cache-peer.ts';
import { statPersistentCacheTask } from './persistent-cache/stat-persistent-cache-task.ts';
import { uploadPersistentCacheTaskFailed } from './persistent-cache/upload-persistent-cache-task-failed.ts';
import { uploadPersistentCacheTaskFinished } from './persistent-cache/upload-persistent-cache-task-finished.ts';
import { uploadPersistentCacheTaskStarted } from './persistent-cache/upload-persistent-cache-task-started.ts';
import { statPeer } from './stat-peer.ts';
import { statTask } from './stat-task.ts';

export interface ServiceDeps extends AnnounceHostDeps, AnnouncePeerDeps, ReplicaDeps {
  readonly handlers: Handlers;
  readonly jobs: JobRoom;
}

const { announcePeer: announceMethod } = scheduler.SchedulerService;
const definition = {
  ...scheduler.SchedulerService,
  announcePeer: { ...announceMethod, responseSerialize: serializer(scheduler.AnnouncePeerResponse) },
};

/** `scheduler.v2.Scheduler`, whole. */
export function schedulerService(deps: ServiceDeps): ServiceBinding {
  const { unary } = deps.handlers;
  const implementation: scheduler.SchedulerServer = {
    announcePeer: announcePeer(deps),
    announceHost: unary(announceHost(deps)),
    deleteHost: unary(deleteHost(deps)),
    listHosts: unary(listHosts(deps)),
    statPeer: unary(statPeer(deps)),
    deletePeer: unary(deletePeer(deps)),
    statTask: unary(statTask(deps)),
    deleteTask: unary(deleteTask(deps)),
    announceCachePeer: announceCachePeer(deps),
    statCachePeer: unary(statCachePeer(deps)),
    deleteCachePeer: unary(deleteCachePeer(deps)),
    statCacheTask: unary(statCacheTask(deps)),
    deleteCacheTask: unary(deleteCacheTask(deps)),
    announcePersistentPeer: announcePersistentPeer(deps),
    statPersistentPeer: unary(statPersistentPeer(deps)),
    deletePersistentPeer: unary(deletePersistentPeer(deps)),
    uploadPersistentTaskStarted: unary(uploadPersistentTaskStarted(deps)),
    uploadPersistentTaskFinished: unary(uploadPersistentTaskFinished(deps)),
    uploadPersistentTaskFailed: unary(uploadPersistentTaskFailed(deps)),
    statPersistentTask: unary(statPersistentTask(deps)),
    deletePersistentTask: unary(deletePersistentTask(deps)),
    announcePersistentCachePeer: announcePersistentCachePeer(deps),
    statPersistentCachePeer: unary(statPersistentCachePeer(deps)),
    deletePersistentCachePeer: unary(deletePersistentCachePeer(deps)),
    uploadPersistentCacheTaskStarted: unary(uploadPersistentCacheTaskStarted(deps)),
    uploadPersistentCacheTaskFinished: unary(uploadPersistentCacheTaskFinished(deps)),
    uploadPersistentCacheTaskFailed: unary(uploadPersistentCacheTaskFailed(deps)),
    statPersistentCacheTask: unary(statPersistentCacheTask(deps)),
    deletePersistentCacheTask: unary(deletePersistentCacheTask(deps)),
    preheatImage: unary(preheatImage(deps.jobs)),
    statImage: unary(statImage(deps.jobs)),
    preheatFile: unary(preheatFile(deps.jobs)),
    statFile: unary(statFile(deps.jobs)),
  };
  return { definition, implementation };
}

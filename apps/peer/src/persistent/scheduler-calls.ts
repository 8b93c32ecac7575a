import { Failure, type HostId, pieceCount, type TaskId } from '@damselfly/core';
import { type CallSettings, type common, type scheduler, unaryCall } from '@damselfly/proto';
import type { KnownScheduler, SchedulerPool } from '../scheduler/scheduler-pool.ts';
import type { SchedulingClient } from '../scheduler/scheduling-client.ts';
import { durationMessage } from '../wire/piece-message.ts';
import type { ReplicaBook, ReplicatedKind, ReplicaUpload } from './replica-book.ts';

export interface SchedulerCallsOptions {
  readonly pool: Pick<SchedulerPool, 'announce'>;
  readonly scheduling: Pick<SchedulingClient, 'reachable'>;
  readonly host: HostId;
}

const callTimeoutMs = 5_000;
/** A deletion asks every host that has a copy. */
const deleteTimeoutMs = 60_000;

type Call<T> = (client: scheduler.SchedulerClient, settings: CallSettings) => Promise<T>;

/** Persistent tasks as the schedulers know them, over gRPC. */
export function persistentBook(options: SchedulerCallsOptions): ReplicaBook<common.PersistentTask> {
  const { host } = options;
  const asked = (task: TaskId) => ({ hostId: host, taskId: task });
  const named = ({ task, peer }: ReplicaUpload) => ({ ...asked(task), peerId: peer });
  return {
    stat: (task, signal) =>
      ask(options, task, signal, (client, settings) =>
        unaryCall(client.statPersistentTask.bind(client), asked(task), settings),
      ),
    delete: async (task, signal) => {
      const forget: Call<unknown> = (client, settings) =>
        unaryCall(client.deletePersistentTask.bind(client), asked(task), { ...settings, timeoutMs: deleteTimeoutMs });
      await ask(options, task, signal, forget);
    },
    uploadStarted: async (upload, signal) => {
      const { objectStorage, url } = upload;
      const request = {
        ...named(upload),
        ...sizes(upload),
        url,
        // Secrets are no business of the scheduler.
        objectStorage: { region: objectStorage?.region, endpoint: objectStorage?.endpoint },
      };
      await introduced(options, upload.task, signal, (client, settings) =>
        unaryCall(client.uploadPersistentTaskStarted.bind(client), request, settings),
      );
    },
    uploadFinished: (upload, signal) =>
      ask(options, upload.task, signal, (client, settings) =>
        unaryCall(client.uploadPersistentTaskFinished.bind(client), named(upload), settings),
      ),
    uploadFailed: async (upload, description, signal) => {
      await ask(options, upload.task, signal, (client, settings) =>
        unaryCall(client.uploadPersistentTaskFailed.bind(client), { ...named(upload), description }, settings),
      );
    },
  };
}

/** Persistent cache tasks as the schedulers know them, over gRPC. */
export function persistentCacheBook(options: SchedulerCallsOptions): ReplicaBook<common.PersistentCacheTask> {
  const { host } = options;
  const asked = (task: TaskId) => ({ hostId: host, taskId: task });
  const named = ({ task, peer }: ReplicaUpload) => ({ ...asked(task), peerId: peer });
  return {
    stat: (task, signal) =>
      ask(options, task, signal, (client, settings) =>
        unaryCall(client.statPersistentCacheTask.bind(client), asked(task), settings),
      ),
    delete: async (task, signal) => {
      const forget: Call<unknown> = (client, settings) =>
        unaryCall(client.deletePersistentCacheTask.bind(client), asked(task), {
          ...settings,
          timeoutMs: deleteTimeoutMs,
        });
      await ask(options, task, signal, forget);
    },
    uploadStarted: async (upload, signal) => {
      const { tag, application, pieceLength } = upload;
      const request = {
        ...named(upload),
        ...sizes(upload),
        pieceLength: BigInt(pieceLength),
        tag: tag || undefined,
        application: application || undefined,
      };
      await introduced(options, upload.task, signal, (client, settings) =>
        unaryCall(client.uploadPersistentCacheTaskStarted.bind(client), request, settings),
      );
    },
    uploadFinished: (upload, signal) =>
      ask(options, upload.task, signal, (client, settings) =>
        unaryCall(client.uploadPersistentCacheTaskFinished.bind(client), named(upload), settings),
      ),
    uploadFailed: async (upload, description, signal) => {
      await ask(options, upload.task, signal, (client, settings) =>
        unaryCall(client.uploadPersistentCacheTaskFailed.bind(client), { ...named(upload), description }, settings),
      );
    },
  };
}

const sizes = ({ replicas, contentLength, pieceLength, ttlMs }: ReplicaUpload) => ({
  persistentReplicaCount: BigInt(replicas),
  contentLength: BigInt(contentLength),
  pieceCount: pieceCount(contentLength, pieceLength),
  ttl: durationMessage(ttlMs),
});

async function ask<T>(
  { scheduling }: SchedulerCallsOptions,
  task: TaskId,
  signal: AbortSignal,
  call: Call<T>,
): Promise<T> {
  const { client } = await scheduling.reachable(task, signal);
  return call(client, { signal, timeoutMs: callTimeoutMs });
}

/** Like `ask`, for calls a scheduler refuses from hosts it does not know, as after its restart. */
async function introduced<T>(
  { scheduling, pool }: SchedulerCallsOptions,
  task: TaskId,
  signal: AbortSignal,
  call: Call<T>,
): Promise<T> {
  const known: KnownScheduler = await scheduling.reachable(task, signal);
  const settings = { signal, timeoutMs: callTimeoutMs };
  try {
    return await call(known.client, settings);
  } catch (thrown) {
    if (Failure.from(thrown).code !== 'notFound') throw thrown;
    await pool.announce(known, signal, true);
    return call(known.client, settings);
  }
}

/** The kinds by the names people read. */
export const kindNoun: Readonly<Record<ReplicatedKind, string>> = {
  persistent: 'persistent task',
  persistentCache: 'persistent cache task',
};

import { hostId, peerId, taskId } from '@damselfly/core';
import { z } from 'zod';

const count = z.number().nonnegative();
const kind = z.enum(['persistent', 'persistentCache']);
const task = z.string().transform(taskId);
const peer = z.string().transform(peerId);
const host = z.string().transform(hostId);
const copyState = z.enum(['Pending', 'Uploading', 'ReceivedEmpty', 'ReceivedNormal', 'Running', 'Succeeded', 'Failed']);

const taskRecord = z.object({
  kind,
  id: task,
  url: z.string(),
  region: z.string(),
  endpoint: z.string(),
  tag: z.string(),
  application: z.string(),
  wantedReplicas: count,
  pieceLength: count,
  contentLength: count,
  pieceCount: count,
  state: z.enum(['Pending', 'Uploading', 'Succeeded', 'Failed']),
  ttlMs: count,
  createdAtMs: count,
  updatedAtMs: count,
});

const copyRecord = z.object({
  peer,
  host,
  pinned: z.boolean(),
  state: copyState,
  concurrentPieces: count,
  costMs: count,
  createdAtMs: count,
  updatedAtMs: count,
});

const hostRecord = z.object({
  id: host,
  ip: z.string(),
  downloadPort: count,
  idc: z.string(),
  diskFreeBytes: count,
  disableShared: z.boolean(),
  leaving: z.boolean(),
  expiresAtMs: count,
});

/** Everything the journal can say. Each record says how something is from now on, so that reading it twice does no harm. */
export const change = z.discriminatedUnion('is', [
  z.object({ is: z.literal('host'), host: hostRecord }),
  z.object({ is: z.literal('hostGone'), id: host }),
  z.object({ is: z.literal('task'), task: taskRecord }),
  z.object({ is: z.literal('taskGone'), kind, id: task }),
  z.object({ is: z.literal('copy'), kind, id: task, copy: copyRecord }),
  z.object({ is: z.literal('copyGone'), kind, id: task, peer }),
]);

export type Change = z.output<typeof change>;

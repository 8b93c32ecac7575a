import { peerId, taskId } from '@damselfly/core';
import { z } from 'zod';
import { may, router } from './builder.ts';

const id = z.string().min(1).max(256).transform(taskId);
const peer = z.string().min(1).max(1024).transform(peerId);
const ofTask = z.strictObject({ id });
const ofPeer = z.strictObject({ id, peer });

/** What happened in a task: to travel in time, and to see why a download was slow. */
export const recordingsRouter = router({
  range: may('read', 'Task')
    .input(ofTask)
    .query(({ ctx: { viewer, services }, input }) => services.recordings.range(viewer, input.id)),
  segment: may('read', 'Task')
    .input(z.strictObject({ id, atMs: z.number().min(0).max(Number.MAX_SAFE_INTEGER) }))
    .query(({ ctx: { viewer, services }, input }) => services.recordings.segment(viewer, input.id, input.atMs)),
  pull: may('read', 'Task')
    .input(ofPeer)
    .query(({ ctx: { viewer, services }, input }) => services.recordings.pull(viewer, input.id, input.peer)),
  decisions: may('read', 'Task')
    .input(ofPeer)
    .query(({ ctx: { viewer, services }, input, signal }) =>
      services.recordings.decisions(viewer, input.id, input.peer, signal),
    ),
});

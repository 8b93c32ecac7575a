import { type HostId, hostId, type PeerId, peerId, taskId } from '@damselfly/core';
import type { ReplicatedKind, TaskRef } from '../../persistent/record.ts';
import { checkId } from '../validate.ts';

/** The task a request names. */
export const refOf = (kind: ReplicatedKind, request: { readonly taskId: string }): TaskRef => ({
  kind,
  id: taskId(checkId(request.taskId, 'task_id')),
});

/** Checks that a request names its host, and gives it. */
export const hostOf = (request: { readonly hostId: string }): HostId => hostId(checkId(request.hostId, 'host_id'));

export const peerOf = (request: { readonly peerId: string }): PeerId => peerId(checkId(request.peerId, 'peer_id'));

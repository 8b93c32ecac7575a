import { Failure } from '@damselfly/core';
import { type Handlers, replicated, type ServiceBinding } from '@damselfly/proto';
import type { TaskRef } from '../../persistent/record.ts';
import type { Replicas } from '../../persistent/replicas.ts';
import type { HostBook } from '../host-book.ts';
import { refOf } from '../persistent/ids.ts';
import { copyMessage, kindOf, receiptMessage, taskMessage } from './encode-replicated.ts';

const pageLimit = 500;
const mostReplicas = 1000;

export interface ReplicatedServiceNeeds {
  readonly replicas: Replicas;
  readonly hosts: HostBook;
}

/** `damselfly.scheduler.v1.ReplicatedTaskService`: persistent and persistent-cache tasks for who administers them. */
export function replicatedService({ unary }: Handlers, { replicas, hosts }: ReplicatedServiceNeeds): ServiceBinding {
  const implementation: replicated.ReplicatedTaskServiceServer = {
    listReplicatedTasks: unary<replicated.ListReplicatedTasksRequest, replicated.ListReplicatedTasksResponse>(
      async ({ kind, search, application, tag, cursor, limit }) => {
        const filter = { kind: kindOf(kind), search, application, tag };
        const page = { after: cursor, limit: Math.min(limit || 100, pageLimit) };
        const { views, next, total } = await replicas.list(filter, page);
        return { tasks: views.map(taskMessage), nextCursor: next, total: BigInt(total) };
      },
    ),
    getReplicatedTask: unary<replicated.GetReplicatedTaskRequest, replicated.GetReplicatedTaskResponse>(
      async (request) => {
        const { view, copies } = await replicas.withCopies(named(request));
        return { task: taskMessage(view), copies: copies.map((copy) => copyMessage(copy, hosts)) };
      },
    ),
    updateReplicatedTask: unary<replicated.UpdateReplicatedTaskRequest, replicated.UpdateReplicatedTaskResponse>(
      async (request) => {
        const { wantedReplicas: wanted } = request;
        if (wanted < 1 || wanted > mostReplicas)
          throw new Failure('invalid', `wanted_replicas must be 1 to ${mostReplicas}`);
        return { task: taskMessage(await replicas.want(named(request), wanted)) };
      },
    ),
    deleteReplicatedTask: unary<replicated.DeleteReplicatedTaskRequest, replicated.DeleteReplicatedTaskResponse>(
      async (request) => {
        const ref = named(request);
        const { url } = (await replicas.statTask(ref)).task;
        const receipts = await replicas.deleteTask(ref);
        return { receipts: receipts.map((receipt) => receiptMessage(receipt, url, ref.id, hosts)) };
      },
    ),
  };
  return { definition: replicated.ReplicatedTaskServiceService, implementation };
}

function named(request: { readonly kind: replicated.ReplicatedKind; readonly taskId: string }): TaskRef {
  const kind = kindOf(request.kind);
  if (kind === undefined) throw new Failure('invalid', 'kind must be persistent or persistent cache');
  return refOf(kind, request);
}

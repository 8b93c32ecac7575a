import {
  type decisions,
  type jobs,
  type replicated,
  type scheduler,
  serverStreamCall,
  unaryCall,
} from '@damselfly/proto';
import type { ChannelPool, SchedulerClients } from './channel-pool.ts';

export interface CallLimits {
  /** Cancels the call when it aborts. */
  readonly signal?: AbortSignal;
  /** From now; what a call is given unless said. */
  readonly timeoutMs?: number;
}

/** What can be asked of one scheduler. Everything rejects with the `Failure` behind the status. */
export interface SchedulerCalls {
  /** What was decided for a peer, newest first. `notFound` when nothing about it is remembered. 5 s. */
  explain(peerId: string, limits: CallLimits): Promise<decisions.ExplainResponse>;
  /** All hosts the scheduler knows. 60 s. */
  hosts(limits: CallLimits): Promise<scheduler.ListHostsResponse['hosts']>;
  /** Downloads content on hosts. Leaving the loop ends the job there. 30 minutes. */
  preheat(request: jobs.PreheatRequest, limits: CallLimits): AsyncGenerator<jobs.PreheatResponse, void>;
  /** Which hosts hold content. 30 minutes. */
  stat(request: jobs.StatRequest, limits: CallLimits): Promise<jobs.StatResponse>;
  /** Removes content from hosts; a receipt a task and host. 30 minutes. */
  deleteTask(request: jobs.DeleteTaskRequest, limits: CallLimits): Promise<jobs.DeleteTaskResponse>;
  /** Tasks whose copies are counted. 60 s. */
  readonly replicated: {
    list(
      request: replicated.ListReplicatedTasksRequest,
      limits: CallLimits,
    ): Promise<replicated.ListReplicatedTasksResponse>;
    get(
      request: replicated.GetReplicatedTaskRequest,
      limits: CallLimits,
    ): Promise<replicated.GetReplicatedTaskResponse>;
    update(
      request: replicated.UpdateReplicatedTaskRequest,
      limits: CallLimits,
    ): Promise<replicated.UpdateReplicatedTaskResponse>;
    remove(
      request: replicated.DeleteReplicatedTaskRequest,
      limits: CallLimits,
    ): Promise<replicated.DeleteReplicatedTaskResponse>;
  };
}

const quickMs = 5_000;
const listMs = 60_000;
const jobMs = 30 * 60_000;

/** Calls to the scheduler at an address; each borrows a connection while it lasts. */
export function schedulerCalls(pool: Pick<ChannelPool, 'borrow'>, address: string): SchedulerCalls {
  const borrowed = async <T>(ask: (clients: SchedulerClients) => Promise<T>): Promise<T> => {
    const { clients, release } = pool.borrow(address);
    try {
      return await ask(clients);
    } finally {
      release();
    }
  };
  return {
    explain: (peerId, limits) =>
      borrowed(({ decisions: client }) =>
        unaryCall(client.explain.bind(client), { peerId }, { timeoutMs: quickMs, ...limits }),
      ),
    hosts: (limits) =>
      borrowed(async ({ scheduler: client }) => {
        const settings = { timeoutMs: listMs, ...limits };
        return (await unaryCall(client.listHosts.bind(client), { type: undefined }, settings)).hosts;
      }),
    async *preheat(request, limits) {
      const { clients, release } = pool.borrow(address);
      try {
        yield* serverStreamCall(clients.jobs.preheat.bind(clients.jobs), request, { timeoutMs: jobMs, ...limits });
      } finally {
        release();
      }
    },
    stat: (request, limits) =>
      borrowed(({ jobs: client }) => unaryCall(client.stat.bind(client), request, { timeoutMs: jobMs, ...limits })),
    deleteTask: (request, limits) =>
      borrowed(({ jobs: client }) =>
        unaryCall(client.deleteTask.bind(client), request, { timeoutMs: jobMs, ...limits }),
      ),
    replicated: {
      list: (request, limits) =>
        borrowed(({ replicated: client }) =>
          unaryCall(client.listReplicatedTasks.bind(client), request, { timeoutMs: listMs, ...limits }),
        ),
      get: (request, limits) =>
        borrowed(({ replicated: client }) =>
          unaryCall(client.getReplicatedTask.bind(client), request, { timeoutMs: listMs, ...limits }),
        ),
      update: (request, limits) =>
        borrowed(({ replicated: client }) =>
          unaryCall(client.updateReplicatedTask.bind(client), request, { timeoutMs: listMs, ...limits }),
        ),
      remove: (request, limits) =>
        borrowed(({ replicated: client }) =>
          unaryCall(client.deleteReplicatedTask.bind(client), request, { timeoutMs: listMs, ...limits }),
        ),
    },
  };
}

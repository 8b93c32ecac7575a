import { Failure, hostId, type TaskId, taskId } from '@damselfly/core';
import {
  type BidiHandler,
  decodeBatch,
  decodeHost,
  decodeHostFlows,
  decodeSnapshot,
  decodeSummary,
  type topology as wire,
} from '@damselfly/proto';
import type { Topology } from '../domain/topology/topology.ts';
import type { LiveHub, SchedulerControls, SchedulerFeed } from '../live/live.ts';
import { clusterId } from './member-codec.ts';
import { OrderQueue } from './order-queue.ts';

export interface PublishNeeds {
  readonly topology: Pick<Topology, 'checkRegistered'>;
  readonly hub: Pick<LiveHub, 'connect'>;
}

/** A scheduler's topology into the hub, and the hub's orders back. Hello comes first, from a registered scheduler. */
export const publish = ({ topology, hub }: PublishNeeds): BidiHandler<wire.PublishRequest, wire.PublishResponse> =>
  async function* (requests, { signal }) {
    const orders = new OrderQueue<wire.PublishResponse>();
    const reading = (async () => {
      let feed: SchedulerFeed | undefined;
      try {
        for await (const { feed: message } of requests) {
          if (message?.$case === 'hello') feed = await begin(message.value, feed);
          else deliver(message, feed);
        }
        orders.end();
      } catch (thrown) {
        orders.fail(thrown);
      } finally {
        feed?.lost();
      }
    })();
    yield* orders.read(signal);
    await reading;

    async function begin(hello: wire.Hello, feed: SchedulerFeed | undefined): Promise<SchedulerFeed> {
      if (feed !== undefined) throw new Failure('invalid', 'a stream says hello once');
      const { schedulerId, hostname, ip, port, schedulerClusterId, startedAtMs } = hello;
      const key = { hostname, ip, clusterId: clusterId(schedulerClusterId) };
      if (schedulerId === '' || schedulerId.length > 1024) throw new Failure('invalid', 'hello names no scheduler_id');
      await topology.checkRegistered(key);
      const self = { ...key, schedulerId, port, startedAtMs: Number(startedAtMs) };
      return hub.connect(self, controls(orders));
    }
  };

function deliver(message: wire.PublishRequest['feed'], feed: SchedulerFeed | undefined): void {
  if (feed === undefined) throw new Failure('invalid', 'a stream begins with hello');
  switch (message?.$case) {
    case 'hostsChanged': {
      const { announced, leftHostIds, full } = message.value;
      feed.hosts({ announced: announced.map(decodeHost), left: leftHostIds.map(hostId), full });
      return;
    }
    case 'taskSummaries': {
      const { tasks, goneTaskIds, full } = message.value;
      feed.summaries({ tasks: tasks.map(decodeSummary), gone: goneTaskIds.map(taskId), full });
      return;
    }
    case 'eventBatch':
      feed.batch(decodeBatch(message.value));
      return;
    case 'snapshot':
      feed.snapshot(decodeSnapshot(message.value));
      return;
    case 'hostFlows':
      feed.flows(decodeHostFlows(message.value));
      return;
    case 'hello':
    case undefined:
      return;
    default:
      message satisfies never;
  }
}

const controls = (orders: OrderQueue<wire.PublishResponse>): SchedulerControls => {
  const order = ($case: 'watch' | 'unwatch' | 'snapshotWanted') => (task: TaskId) =>
    orders.push({ control: { $case, value: { taskId: task } } });
  const record = (maxTasks: number) => orders.push({ control: { $case: 'record', value: { maxTasks } } });
  return { watch: order('watch'), unwatch: order('unwatch'), snapshotWanted: order('snapshotWanted'), record };
};

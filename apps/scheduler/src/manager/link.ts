import { Nudge } from '@damselfly/core/node';
import { configs, createClient, followConfigChanges, manager, topology } from '@damselfly/proto';
import { backoffMs } from './backoff.ts';
import { fetchDynamicConfig } from './dynamic-config.ts';
import { listSchedulers } from './list-schedulers.ts';
import { keepMembership } from './membership.ts';
import { Outage } from './outage.ts';
import type { ManagerLink, ManagerLinkOptions } from './port.ts';
import { TopologyStream } from './topology-stream.ts';

export type { ManagerLink, ManagerLinkOptions } from './port.ts';

const callTimeoutMs = 5_000;

interface Connection {
  readonly addr: string;
  readonly client: manager.ManagerClient;
  readonly topology: topology.TopologyServiceClient;
  readonly configs: configs.ConfigServiceClient;
}

/**
 * Starts the line to the managers and returns at once: whether one answers or not, the scheduler serves. Membership and
 * configuration take any one manager, as they share a database; the topology goes to each.
 */
export async function startManagerLink(options: ManagerLinkOptions): Promise<ManagerLink> {
  const { addrs, self, source, keepAliveIntervalMs, log } = options;
  const connections = addrs.map((address): Connection => {
    const { credentials, joinToken: token } = options;
    const setup = { address, ...(credentials && { credentials }), token };
    return {
      addr: address,
      client: createClient(manager.ManagerClient, setup),
      topology: createClient(topology.TopologyServiceClient, setup),
      configs: createClient(configs.ConfigServiceClient, setup),
    };
  });
  const stopping = new AbortController();
  const signal = AbortSignal.any([options.signal, stopping.signal]);
  const registered = new AbortController();
  const streams = connections.map(
    ({ addr, topology: client }) => new TopologyStream({ addr, client, self, source, log }),
  );
  const onceRegistered = async (work: () => Promise<void>) => {
    await aborted(AbortSignal.any([registered.signal, signal]));
    await work();
  };
  const membership = { clients: connections, self, keepAliveIntervalMs, onRegistered: () => registered.abort(), log };
  const nudge = new Nudge();
  const running = Promise.all([
    ...connections.map(({ configs: client }) => followConfigChanges({ client, onChange: () => nudge.now(), signal })),
    keepMembership(membership, signal),
    onceRegistered(() => followDynamicConfig(options, connections, nudge, signal)),
    ...streams.map((stream) => onceRegistered(() => stream.run(signal))),
  ]);
  return {
    publish(task, seq, event) {
      for (const stream of streams) stream.publish(task, seq, event);
    },
    hostsChanged() {
      for (const stream of streams) stream.hostsChanged();
    },
    schedulers: (asking) => listSchedulers(connections, self, AbortSignal.any([asking, signal])),
    async close() {
      stopping.abort();
      await running;
      for (const connection of connections) {
        connection.client.close();
        connection.topology.close();
        connection.configs.close();
      }
    },
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

async function followDynamicConfig(
  { self, onDynamicConfig, dynamicConfigIntervalMs, log }: ManagerLinkOptions,
  connections: readonly Connection[],
  nudge: Nudge,
  signal: AbortSignal,
): Promise<void> {
  const outage = new Outage({ log, what: 'reading the dynamic configuration' });
  let known = '';
  let failures = 0;
  for (let turn = 0; !signal.aborted; ) {
    const connection = connections[turn % connections.length];
    if (connection === undefined) return;
    try {
      const config = await fetchDynamicConfig(connection.client, self, { signal, timeoutMs: callTimeoutMs });
      outage.works();
      failures = 0;
      const text = JSON.stringify(config);
      if (text !== known) onDynamicConfig(config);
      known = text;
    } catch (thrown) {
      if (signal.aborted) return;
      outage.failed(thrown);
      failures += 1;
      turn += 1;
    }
    const waitMs = failures > 0 ? Math.min(backoffMs(failures), dynamicConfigIntervalMs) : dynamicConfigIntervalMs;
    await nudge.pause(waitMs, signal);
  }
}

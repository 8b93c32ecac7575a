import { type Log, pause } from '@damselfly/core/node';
import { clientStreamCall, manager, unaryCall } from '@damselfly/proto';
import { backoffMs } from './backoff.ts';
import { Outage } from './outage.ts';
import type { SchedulerSelf } from './port.ts';

const callTimeoutMs = 5_000;
/** What an orderly goodbye may take. */
const goodbyeMs = 1_000;

export interface MembershipNeeds {
  readonly clients: readonly { readonly addr: string; readonly client: manager.ManagerClient }[];
  readonly self: SchedulerSelf;
  readonly keepAliveIntervalMs: number;
  readonly onRegistered: () => void;
  readonly log: Log;
}

/**
 * Registers with one manager after the other until one takes it, says that it is alive for as long as that manager
 * listens, and begins again when it stops. Runs until the signal aborts; never rejects.
 */
export async function keepMembership(needs: MembershipNeeds, signal: AbortSignal): Promise<void> {
  const { clients, self, keepAliveIntervalMs, onRegistered, log } = needs;
  const outage = new Outage({ log, what: 'registering with a manager' });
  let attempt = 0;
  for (let turn = 0; !signal.aborted; turn += 1) {
    const next = clients[turn % clients.length];
    if (next === undefined) return;
    try {
      await register(next.client, self, keepAliveIntervalMs, signal);
      outage.works();
      log.info({ manager: next.addr, cluster: self.clusterId }, 'registered with a manager');
      onRegistered();
      attempt = 0;
      await keepAlive(next.client, self, keepAliveIntervalMs, signal);
    } catch (thrown) {
      if (signal.aborted) return;
      outage.failed(thrown);
    }
    await pause(backoffMs(attempt), signal);
    if (turn % clients.length === clients.length - 1) attempt += 1;
  }
}

async function register(
  client: manager.ManagerClient,
  self: SchedulerSelf,
  keepAliveIntervalMs: number,
  signal: AbortSignal,
): Promise<void> {
  const { hostname, ip, port, idc, location, clusterId } = self;
  // Durations are nanoseconds in Dragonfly's JSON.
  const config = { manager_keep_alive_interval: keepAliveIntervalMs * 1e6 };
  const request: manager.UpdateSchedulerRequest = {
    sourceType: manager.SourceType.SCHEDULER_SOURCE,
    ...{ hostname, ip, port, idc, location, schedulerClusterId: BigInt(clusterId) },
    features: ['schedule', 'preheat'],
    config: Buffer.from(JSON.stringify(config)),
  };
  await unaryCall(client.updateScheduler.bind(client), request, { signal, timeoutMs: callTimeoutMs });
}

/** Resolves or rejects when the manager ends the stream; a stop says goodbye, which ends the lease at once. */
async function keepAlive(
  client: manager.ManagerClient,
  { hostname, ip, clusterId }: SchedulerSelf,
  intervalMs: number,
  signal: AbortSignal,
): Promise<void> {
  const beat = {
    sourceType: manager.SourceType.SCHEDULER_SOURCE,
    ...{ hostname, ip, clusterId: BigInt(clusterId) },
  };
  async function* beats(): AsyncGenerator<manager.KeepAliveRequest, void> {
    do yield beat;
    while ((await pause(intervalMs, signal)) === 'elapsed');
  }
  const cut = new AbortController();
  let goodbye: NodeJS.Timeout | undefined;
  const onStop = () => {
    goodbye = setTimeout(() => cut.abort(), goodbyeMs);
  };
  signal.addEventListener('abort', onStop, { once: true });
  try {
    await clientStreamCall(client.keepAlive.bind(client), beats(), { signal: cut.signal });
  } finally {
    signal.removeEventListener('abort', onStop);
    clearTimeout(goodbye);
  }
}

import { type HostId, hostId, type PeerId, peerId, type TaskId } from '@damselfly/core';
import { createClient, exchange, hostAndPort, serverStreamCall } from '@damselfly/proto';
import type { ExchangeClient } from '../download/peer-exchange.ts';
import type { ParentCandidate } from '../download/scheduling.ts';
import type { ParentChannels } from './parent-channels.ts';

export interface ExchangeClientOptions {
  readonly host: HostId;
  readonly channels: ParentChannels;
  /** Of this peer's own service for other hosts; 0 while it does not serve. */
  readonly port: () => number;
}

/** Meets others at a parent, on the connection there is to it. */
export function exchangeClient({ host, channels, port }: ExchangeClientOptions): ExchangeClient {
  return {
    async *meet(parent: ParentCandidate, task: TaskId, self: PeerId, signal: AbortSignal) {
      if (port() === 0) return;
      const address = hostAndPort(parent.ip, parent.port);
      const { client, release } = channels.use(address);
      const options = { channelOverride: client.getChannel() };
      const meeting = createClient(exchange.ExchangeServiceClient, { address, options });
      try {
        const request = { taskId: task, peerId: self, hostId: host, port: port() };
        for await (const other of serverStreamCall(meeting.meet.bind(meeting), request, { signal })) {
          if (other.hostId === host) continue;
          yield { peer: peerId(other.peerId), host: hostId(other.hostId), ip: other.ip, port: other.port };
        }
      } finally {
        release();
      }
    },
  };
}

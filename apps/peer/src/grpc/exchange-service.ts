import { isIP } from 'node:net';
import { Failure, hostId, peerId, taskId } from '@damselfly/core';
import { type CallContext, exchange, type Handlers, type ServiceBinding } from '@damselfly/proto';
import type { PeerExchange } from '../download/peer-exchange.ts';
import type { ParentCandidate } from '../download/scheduling.ts';
import { Wake } from '../download/wake.ts';
import type { PieceStore } from '../storage/store.ts';

export interface ExchangeServiceOptions {
  readonly store: Pick<PieceStore, 'task'>;
  readonly peers: PeerExchange;
}

const lookAgainMs = 60_000;
const maxIdLength = 256;

/** Introduces children of a task to each other. A child is where it calls from: it cannot send others elsewhere. */
export function exchangeService({ serverStream }: Handlers, { store, peers }: ExchangeServiceOptions): ServiceBinding {
  async function* meet(request: exchange.MeetRequest, { signal, peer }: CallContext) {
    const task = taskId(request.taskId);
    if (store.task(task) === undefined) throw new Failure('notFound', `no task ${task} here`);
    const told: ParentCandidate[] = [];
    const wake = new Wake();
    const leave = peers.join(task, callerOf(request, peer), (other) => {
      told.push(other);
      wake.notify();
    });
    try {
      while (!signal.aborted) {
        for (const { peer: other, host, ip, port } of told.splice(0)) {
          yield { peerId: other, hostId: host, ip, port };
        }
        await wake.wait(lookAgainMs, signal);
      }
    } finally {
      leave();
    }
  }
  return { definition: exchange.ExchangeServiceService, implementation: { meet: serverStream(meet) } };
}

/** Throws `invalid` for what names no peer. */
function callerOf(request: exchange.MeetRequest, address: string): ParentCandidate {
  const ip = address
    .slice(0, address.lastIndexOf(':'))
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/^::ffff:(?=\d+\.)/, '');
  const { port } = request;
  const named = [request.peerId, request.hostId].every((id) => id.length > 0 && id.length <= maxIdLength);
  if (!named || isIP(ip) === 0 || port < 1 || port > 65_535) {
    throw new Failure('invalid', 'who meets others names its peer, its host and the port it serves on');
  }
  return { peer: peerId(request.peerId), host: hostId(request.hostId), ip, port };
}

import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { Failure } from '@damselfly/core';

/** The ports of one system. 0 lets the program take a free one and report it. */
export interface SystemPorts {
  readonly console: { readonly http: number; readonly grpc: number };
  readonly scheduler: { readonly grpc: number; readonly metrics: number };
  /** Ports of the n-th peer; the seed is 0. */
  peer(n: number): PeerPorts;
}

export interface PeerPorts {
  readonly grpc: number;
  readonly proxy: number;
  readonly metrics: number;
  readonly health: number;
  readonly stats: number;
  readonly piece: number;
}

export const freePorts: SystemPorts = {
  console: { http: 0, grpc: 0 },
  scheduler: { grpc: 0, metrics: 0 },
  peer: () => ({ grpc: 0, proxy: 0, metrics: 0, health: 0, stats: 0, piece: 0 }),
};

/** Dragonfly's ports; each further peer on the machine sits ten higher. */
export const usualPorts: SystemPorts = {
  console: { http: 8080, grpc: 65003 },
  scheduler: { grpc: 8002, metrics: 8000 },
  peer: (n) => ({
    grpc: 4000 + 10 * n,
    proxy: 4001 + 10 * n,
    metrics: 4002 + 10 * n,
    health: 4003 + 10 * n,
    stats: 4004 + 10 * n,
    piece: 4005 + 10 * n,
  }),
};

/** Ports of the n-th scheduler: a hundred higher each. */
export function schedulerPorts({ scheduler }: SystemPorts, n: number): SystemPorts['scheduler'] {
  const above = (port: number) => (port === 0 ? 0 : port + 100 * n);
  return { grpc: above(scheduler.grpc), metrics: above(scheduler.metrics) };
}

/** Fails with the remedy when one of the ports is taken, before any program starts. */
export async function checkPorts(ports: SystemPorts, peers: number, schedulers = 1): Promise<void> {
  const named: [string, number][] = [
    ['the console', ports.console.http],
    ['the console (gRPC)', ports.console.grpc],
  ];
  for (let n = 0; n < schedulers; n += 1) {
    const { grpc, metrics } = schedulerPorts(ports, n);
    const who = n === 0 ? 'the scheduler' : `scheduler ${n + 1}`;
    named.push([who, grpc], [`${who} (metrics)`, metrics]);
  }
  for (let n = 0; n < peers; n += 1)
    named.push(
      ...Object.values(ports.peer(n)).map((port): [string, number] => [n === 0 ? 'the seed peer' : `peer ${n}`, port]),
    );
  for (const [who, port] of named) await checkPort(who, port);
}

async function checkPort(who: string, port: number): Promise<void> {
  if (port === 0) return;
  const probe: Server = createServer();
  try {
    probe.listen({ port, host: '127.0.0.1', exclusive: true });
    await once(probe, 'listening');
  } catch (cause) {
    throw new Failure(
      'conflict',
      `port ${port}, wanted by ${who}, is taken. Stop what listens there, or start with --ports auto.`,
      { cause },
    );
  } finally {
    probe.close();
  }
}

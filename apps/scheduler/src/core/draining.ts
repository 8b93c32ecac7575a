import type { HostId } from '@damselfly/core';
import { release } from './standing.ts';
import type { Turn } from './turn.ts';

/**
 * These hosts and no others are being emptied, those that have yet to announce themselves too. Their peers leave the pools
 * when somebody looks at them, so that the decision tells why.
 */
export function drain(turn: Turn, draining: ReadonlySet<HostId>): void {
  turn.cluster.draining = draining;
  for (const host of turn.cluster.hosts.values()) {
    host.draining = draining.has(host.profile.id);
    release(turn, host);
  }
}

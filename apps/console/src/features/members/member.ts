import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '../../server/trpc/router.ts';

type Outputs = inferRouterOutputs<AppRouter>['members'];

export type Scheduler = Outputs['schedulers'][number];
export type SeedPeer = Outputs['seedPeers'][number];

/** How a member stands: as its lease says, and whether it tells the console what it does. */
export type MemberHealth = 'telling' | 'silent' | 'active' | 'inactive';

/**
 * A scheduler that is active and keeps its stream open is `telling`; one that had a stream and lost it is `silent`. One
 * of Dragonfly's own has none: it is `active` and that is all there is to know.
 */
export function healthOf({ state, line }: Pick<Scheduler, 'state' | 'line'>): MemberHealth {
  if (state === 'inactive') return 'inactive';
  if (line === undefined) return 'active';
  return line.connected ? 'telling' : 'silent';
}

/** What is left of a lease now, milliseconds; nothing when it ended or was never held. */
export function leaseLeftMs({ expiresAt }: { readonly expiresAt: Date | null }, nowMs: number): number | undefined {
  const leftMs = (expiresAt?.getTime() ?? 0) - nowMs;
  return leftMs > 0 ? leftMs : undefined;
}

import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '../../server/trpc/router.ts';

export type HostNow = inferRouterOutputs<AppRouter>['hosts']['now'];
export type HostTransfer = HostNow['sends'][number];
export type HostTask = HostNow['tasks'][number];

export interface DirectedTransfer extends HostTransfer {
  readonly direction: 'receives' | 'sends';
}

/** What moves to and from a host in one list, the fastest first. */
export function transfersOf({ receives, sends }: Pick<HostNow, 'receives' | 'sends'>): readonly DirectedTransfer[] {
  const directed = (transfers: readonly HostTransfer[], direction: DirectedTransfer['direction']) =>
    transfers.map((transfer) => ({ ...transfer, direction }));
  return [...directed(receives, 'receives'), ...directed(sends, 'sends')].sort((a, b) => b.rateBps - a.rateBps);
}

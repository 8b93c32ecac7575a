import type { PullRecord, PullTimeline, PullVerdict } from '@damselfly/core';
import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '../../server/trpc/router.ts';

/** How a scheduler remembers a peer, as the console's API tells it. */
export type DecisionTrace = inferRouterOutputs<AppRouter>['recordings']['decisions'];

/** One download, and what was made of it. */
export interface Pull {
  readonly record: PullRecord;
  readonly timeline: PullTimeline;
  readonly verdict: PullVerdict;
}

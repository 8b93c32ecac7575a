import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '../../server/trpc/router.ts';

export type ClearPreview = inferRouterOutputs<AppRouter>['tasks']['clearPreview'];

/** One host's copy of a task, or part of it. */
export interface HeldCopy {
  readonly key: string;
  readonly clusterId: number;
  readonly hostname: string;
  readonly ip: string;
  readonly seed: boolean;
  readonly finished: boolean;
  readonly contentLength: number | null;
}

/** Who holds a task, seeds first, then by name as people count. */
export function copiesOf({ tasks }: Pick<ClearPreview, 'tasks'>): readonly HeldCopy[] {
  return tasks
    .flatMap(({ clusterId, copies }) =>
      copies.map(({ hostId, ...copy }) => ({ key: `${clusterId} ${hostId}`, clusterId, ...copy })),
    )
    .sort((a, b) => Number(b.seed) - Number(a.seed) || a.hostname.localeCompare(b.hostname, 'en', { numeric: true }));
}

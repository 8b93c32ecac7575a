import { Counter, Gauge, type Registry } from '@damselfly/core/node';

/** What downloads count. The names are Dragonfly's where it counts the same; `piece_*` are ours. */
export interface DownloadMetrics {
  readonly tasks: Counter<'type' | 'tag' | 'app' | 'priority'>;
  readonly failures: Counter<'type' | 'tag' | 'app' | 'priority'>;
  readonly concurrent: Gauge;
  readonly traffic: Counter<'type'>;
  readonly originRequests: Counter<'scheme' | 'method'>;
  readonly originFailures: Counter<'scheme' | 'method'>;
  readonly corruptedPieces: Counter;
  readonly refusedPieces: Counter<'code'>;
  readonly hedgedPieces: Counter;
  readonly prefetches: Counter<'type' | 'tag' | 'app' | 'priority'>;
  readonly prefetchFailures: Counter<'type' | 'tag' | 'app' | 'priority'>;
}

export function downloadMetrics(registry: Registry): DownloadMetrics {
  const registers = [registry];
  const perTask = ['type', 'tag', 'app', 'priority'] as const;
  const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Counter({ name, help, labelNames, registers });
  const prefix = 'dragonfly_client';
  return {
    tasks: counter(`${prefix}_download_task_total`, 'Downloads asked for.', perTask),
    failures: counter(`${prefix}_download_task_failure_total`, 'Downloads that failed.', perTask),
    concurrent: new Gauge({
      name: `${prefix}_concurrent_download_task_total`,
      help: 'Downloads under way.',
      registers,
    }),
    traffic: counter(`${prefix}_download_traffic`, 'Bytes by where they came from.', ['type']),
    originRequests: counter(`${prefix}_backend_request_total`, 'Requests to sources.', ['scheme', 'method']),
    originFailures: counter(`${prefix}_backend_request_failure_total`, 'Failed requests to sources.', [
      'scheme',
      'method',
    ]),
    corruptedPieces: counter(`${prefix}_piece_corrupted_total`, 'Pieces that arrived damaged.', []),
    hedgedPieces: counter(`${prefix}_piece_hedged_total`, 'Late pieces asked of a second parent.', []),
    prefetches: counter(`${prefix}_prefetch_task_total`, 'Contents fetched ahead.', perTask),
    prefetchFailures: counter(
      `${prefix}_prefetch_task_failure_total`,
      'Contents that could not be fetched ahead.',
      perTask,
    ),
    refusedPieces: counter(`${prefix}_piece_refused_total`, 'Pieces a parent failed to give.', ['code']),
  };
}

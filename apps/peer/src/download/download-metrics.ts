import { Counter, Gauge, Histogram, type Registry } from '@damselfly/core/node';
import { durationBucketsMs } from '../metrics/size-level.ts';

/** What downloads count. The names are Dragonfly's where it counts the same; `piece_*` are ours. */
export interface DownloadMetrics {
  readonly tasks: Counter<'type' | 'tag' | 'app' | 'priority'>;
  readonly failures: Counter<'type' | 'tag' | 'app' | 'priority'>;
  readonly concurrent: Gauge<'type' | 'tag' | 'app' | 'priority'>;
  readonly traffic: Counter<'type'>;
  readonly duration: Histogram<'task_type' | 'task_size_level'>;
  readonly corruptedPieces: Counter;
  readonly refusedPieces: Counter<'code'>;
  readonly hedgedPieces: Counter;
  readonly lostParents: Counter;
  /** Downloads that went on without a scheduler. */
  readonly unscheduled: Counter;
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
      labelNames: perTask,
      registers,
    }),
    traffic: counter(`${prefix}_download_traffic`, 'Bytes by where they came from.', ['type']),
    duration: new Histogram({
      name: `${prefix}_download_task_duration_milliseconds`,
      help: 'How long downloads took that ended well.',
      labelNames: ['task_type', 'task_size_level'],
      buckets: durationBucketsMs,
      registers,
    }),
    corruptedPieces: counter(`${prefix}_piece_corrupted_total`, 'Pieces that arrived damaged.', []),
    hedgedPieces: counter(`${prefix}_piece_hedged_total`, 'Late pieces asked of a second parent.', []),
    lostParents: counter('damselfly_peer_parent_lost_total', 'Parents that stopped telling what they have.', []),
    unscheduled: counter('damselfly_peer_unscheduled_total', 'Times a download lost its scheduler or found none.', []),
    prefetches: counter(`${prefix}_prefetch_task_total`, 'Contents fetched ahead.', perTask),
    prefetchFailures: counter(
      `${prefix}_prefetch_task_failure_total`,
      'Contents that could not be fetched ahead.',
      perTask,
    ),
    refusedPieces: counter(`${prefix}_piece_refused_total`, 'Pieces a parent failed to give.', ['code']),
  };
}

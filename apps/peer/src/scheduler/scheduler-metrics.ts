import { Counter, type Registry } from '@damselfly/core/node';

/** What goes wrong between this host and those who direct it. */
export interface SchedulerMetrics {
  /** Schedulers that answered no longer. */
  readonly lost: { inc(): void };
  /** Looks at the manager, or the file in its place, that told nothing. */
  readonly unknown: { inc(): void };
}

export function schedulerMetrics(registry: Registry): SchedulerMetrics {
  const registers = [registry];
  return {
    lost: new Counter({
      name: 'damselfly_peer_scheduler_lost_total',
      help: 'Schedulers that do not answer, each time it is noticed.',
      registers,
    }),
    unknown: new Counter({
      name: 'damselfly_peer_directory_failure_total',
      help: 'Failed looks at who the schedulers are and what is blocked.',
      registers,
    }),
  };
}

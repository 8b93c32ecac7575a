import { Counter, type Registry } from '@damselfly/core/node';

const prefix = 'dragonfly_scheduler_';

/** What a peer of a replicated task did. */
export type ReplicaStep = 'registered' | 'started' | 'finished' | 'piece';

/** Counters of persistent or persistent-cache tasks, which Dragonfly keeps apart from the others and by host type alone. */
export class ReplicaCounters {
  readonly #good: Readonly<Record<ReplicaStep, Counter<'host_type'>>>;
  readonly #bad: Readonly<Record<ReplicaStep, Counter<'host_type'>>>;

  constructor(registry: Registry, kind: 'persistent' | 'persistent_cache') {
    const counters = (twin: '' | '_failure', what: string) => {
      const counter = (name: string, of: string) =>
        new Counter({
          name: `${prefix}${name}${twin}_total`,
          help: `${of} of ${kind} tasks${what}.`,
          labelNames: ['host_type'],
          registers: [registry],
        });
      return {
        registered: counter(`register_${kind}_peer`, 'Registrations'),
        started: counter(`download_${kind}_peer_started`, 'Downloads'),
        finished: counter(`download_${kind}_peer_finished`, 'Ends of downloads'),
        piece: counter(`download_${kind}_piece_finished`, 'Pieces'),
      };
    };
    this.#good = counters('', '');
    this.#bad = counters('_failure', ' that failed');
  }

  count(step: ReplicaStep, failed: boolean, hostType: string): void {
    (failed ? this.#bad : this.#good)[step].inc({ host_type: hostType });
  }
}

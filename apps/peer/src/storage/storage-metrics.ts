import { Counter, type Log, type Registry } from '@damselfly/core/node';
import { errnoCode } from './storage-failure.ts';

/** What goes wrong or away in the store. */
export interface StorageMetrics {
  /** By the system's code, `ENOSPC` for a full disk. */
  readonly faults: Counter<'code'>;
  readonly damagedPieces: Counter;
  readonly removed: Counter<'why'>;
}

export function storageMetrics(registry: Registry): StorageMetrics {
  const registers = [registry];
  const prefix = 'dragonfly_client_storage';
  return {
    faults: new Counter({
      name: `${prefix}_fault_total`,
      help: 'What the disk refused, by code of the system.',
      labelNames: ['code'],
      registers,
    }),
    damagedPieces: new Counter({
      name: `${prefix}_damaged_piece_total`,
      help: 'Stored pieces found damaged and dropped.',
      registers,
    }),
    removed: new Counter({
      name: `${prefix}_removed_task_total`,
      help: 'Tasks removed to make room (evicted) or because their time was up (expired).',
      labelNames: ['why'],
      registers,
    }),
  };
}

/** Counts and logs each time that a reader gets content past a disk that fails. */
export function countPastDisk(registry: Registry, log: Log): () => void {
  const counter = new Counter({
    name: 'damselfly_peer_past_disk_total',
    help: 'Readers whose content went on from the source, through memory, when the disk failed.',
    registers: [registry],
  });
  return () => {
    counter.inc();
    log.warn('the disk fails; content goes on from the source, past it');
  };
}

/** Counts a system error, here or among its causes. */
export function countFault(metrics: StorageMetrics, thrown: unknown): void {
  for (let at = thrown; at instanceof Error; at = at.cause) {
    const code = errnoCode(at);
    if (code !== undefined) {
      metrics.faults.inc({ code });
      return;
    }
  }
}

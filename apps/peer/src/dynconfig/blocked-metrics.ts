import { Counter, type Registry } from '@damselfly/core/node';
import type { BlockListOptions } from './block-list.ts';

const typeNumbers = { standard: 0, persistent: 1, persistentCache: 2, cache: 3 } as const;

/** Counts what was refused, under Dragonfly's names. */
export function blockedMetrics(registry: Registry): BlockListOptions['onBlocked'] {
  const registers = [registry];
  const perTask = ['type', 'tag', 'app'] as const;
  const counter = (direction: string, labelNames: readonly ('type' | 'tag' | 'app' | 'priority')[]) =>
    new Counter({
      name: `dragonfly_client_${direction}_task_blocked_total`,
      help: `Tasks whose ${direction} the manager forbids.`,
      labelNames,
      registers,
    });
  const downloads = counter('download', [...perTask, 'priority']);
  const uploads = counter('upload', perTask);
  return (direction, { kind = 'standard', tag, application: app, priority = 0 }) => {
    const type = typeNumbers[kind];
    if (direction === 'download') downloads.inc({ type, tag, app, priority });
    else uploads.inc({ type, tag, app });
  };
}

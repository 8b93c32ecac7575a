import type { TaskId } from '@damselfly/core';
import type { Lifecycle, Log } from '@damselfly/core/node';
import type { Handlers, ServiceBinding } from '@damselfly/proto';
import type { Effect } from '../core/effect.ts';
import type { Engine } from '../shell/engine.ts';
import { TaskWatch } from '../shell/task-watch.ts';
import { NeighbourDirectory } from './directory.ts';
import { neighbourService } from './find-task.ts';
import { Lookups } from './lookups.ts';

export interface NeighboursOptions {
  readonly engine: Engine;
  readonly handlers: Handlers;
  /** `host:port` of this scheduler as its neighbours know it; read once it serves. */
  readonly self: () => string;
  /** `host:port` of the others; empty: a manager is asked. */
  readonly fixed: readonly string[];
  readonly askManager: (signal: AbortSignal) => Promise<readonly string[]>;
  readonly timeoutMs: number;
  readonly life: Lifecycle;
  readonly log: Log;
}

/** What this scheduler and the others of its cluster have to do with each other. */
export interface Neighbours {
  /** Looks for a task at the others. */
  ask(effect: Extract<Effect, { kind: 'askNeighbours' }>): void;
  /** Tells those who wait for a task here. */
  taskChanged(task: TaskId): void;
  /** What the others may ask. */
  readonly binding: ServiceBinding;
}

/** Puts both directions together. */
export function startNeighbours(options: NeighboursOptions): Neighbours {
  const { engine, handlers, self, fixed, askManager, timeoutMs, life, log } = options;
  const watch = new TaskWatch();
  const directory = new NeighbourDirectory({ self, fixed, ask: askManager, log });
  const lookups = new Lookups({ directory, self, timeoutMs, log, submit: (event) => engine.submit(event) });
  life.onStop('lookups', () => lookups.close());
  return {
    ask: (effect) => lookups.fire(effect),
    taskChanged: (task) => watch.changed(task),
    binding: neighbourService({ engine, watch, self }, handlers),
  };
}

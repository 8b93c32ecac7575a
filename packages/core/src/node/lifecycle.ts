import type { Log } from './log.ts';

interface Part {
  readonly name: string;
  readonly stop: () => Promise<void> | void;
}

/** Starts parts in order and stops them in reverse, each at most once, whatever fails in between. */
export class Lifecycle {
  readonly #log: Log;
  readonly #parts: Part[] = [];
  readonly #stopping = new AbortController();
  #stopped: Promise<void> | undefined;

  constructor(log: Log) {
    this.#log = log;
  }

  /** Fires when the process begins to stop; hand it to every long wait. */
  get signal(): AbortSignal {
    return this.#stopping.signal;
  }

  /** Registers how to stop a part that has just started. */
  onStop(name: string, stop: Part['stop']): void {
    this.#parts.push({ name, stop });
  }

  /** Stops everything, last started first. A part that fails to stop is logged and does not keep the others. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stopAll();
    return this.#stopped;
  }

  async #stopAll(): Promise<void> {
    this.#stopping.abort();
    for (const part of this.#parts.reverse()) {
      try {
        await part.stop();
      } catch (err) {
        this.#log.warn({ err, part: part.name }, 'a part did not stop cleanly');
      }
    }
  }
}

/**
 * Runs a program until SIGINT, SIGTERM or its own `stop()`, then leaves within `graceMs`.
 * A start-up failure prints one sentence to standard error and exits 1.
 */
export async function runProgram(log: Log, start: (life: Lifecycle) => Promise<void>, graceMs = 4000): Promise<void> {
  const life = new Lifecycle(log);
  const leave = (exitCode: number) => {
    const timer = setTimeout(() => process.exit(exitCode || 1), graceMs);
    void life.stop().then(() => {
      clearTimeout(timer);
      process.exit(exitCode);
    });
  };
  process.once('SIGINT', () => leave(0));
  process.once('SIGTERM', () => leave(0));
  // A launcher that holds our IPC channel is gone: do not outlive it.
  process.once('disconnect', () => leave(0));
  process.on('uncaughtException', (err) => {
    log.fatal({ err }, 'uncaught exception');
    leave(1);
  });
  try {
    await start(life);
  } catch (err) {
    log.debug({ err }, 'start failed');
    process.stderr.write(`${err instanceof Error ? err.message : String(err)}\n`);
    leave(1);
  }
}

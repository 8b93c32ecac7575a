import type { Log } from '@damselfly/core/node';

/** The number of the last change of configuration that any replica made. */
export interface ConfigVersionSource {
  configVersion(): Promise<number>;
}

export interface ConfigVersionNeeds {
  readonly source: ConfigVersionSource;
  /** How often changes of other replicas are looked for. */
  readonly pollMs: number;
  /** Called before watchers hear of a change. */
  readonly onChange: () => void;
  readonly log: Log;
}

/** Watchers at once; each is an open stream of a scheduler or peer. */
const maxWatchers = 20_000;

/** Tells who watches when the configuration changed, here or in another replica. */
export class ConfigVersion {
  readonly #needs: ConfigVersionNeeds;
  readonly #watchers = new Set<() => void>();
  readonly #timer: NodeJS.Timeout;
  #version = 0;
  #reading: Promise<void> | undefined;
  #failing = false;

  constructor(needs: ConfigVersionNeeds) {
    this.#needs = needs;
    this.#timer = setInterval(() => void this.check(), needs.pollMs);
    this.#timer.unref();
  }

  close(): void {
    clearInterval(this.#timer);
  }

  /** Looks for a change now; what this replica changed is then heard of at once. */
  check(): Promise<void> {
    this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  /** The version now and after every change, until the signal aborts. Undefined when too many watch. */
  watch(signal: AbortSignal): AsyncIterable<number> | undefined {
    return this.#watchers.size >= maxWatchers ? undefined : this.#follow(signal);
  }

  async *#follow(signal: AbortSignal): AsyncGenerator<number, void> {
    let wake: (() => void) | undefined;
    const wakeUp = () => wake?.();
    this.#watchers.add(wakeUp);
    signal.addEventListener('abort', wakeUp, { once: true });
    try {
      for (let told = -1; !signal.aborted; ) {
        if (told !== this.#version) {
          told = this.#version;
          yield told;
          continue;
        }
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    } finally {
      this.#watchers.delete(wakeUp);
      signal.removeEventListener('abort', wakeUp);
    }
  }

  async #read(): Promise<void> {
    try {
      const version = await this.#needs.source.configVersion();
      this.#failing = false;
      if (version === this.#version) return;
      this.#version = version;
      this.#needs.onChange();
      for (const wakeUp of this.#watchers) wakeUp();
    } catch (err) {
      if (!this.#failing) this.#needs.log.warn({ err }, 'changes of configuration cannot be looked for; trying on');
      this.#failing = true;
    }
  }
}

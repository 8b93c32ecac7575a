import { setTimeout as delay } from 'node:timers/promises';
import { Failure, isAbort } from '../failure.ts';

/** Waits `ms` or until the signal aborts; says which by its result. */
export async function pause(ms: number, signal: AbortSignal): Promise<'elapsed' | 'aborted'> {
  try {
    await delay(ms, undefined, { signal });
    return 'elapsed';
  } catch (error) {
    if (isAbort(error)) return 'aborted';
    throw error;
  }
}

/** Cuts waits short: a pause that is nudged, or was since the last one, ends at once. */
export class Nudge {
  #asked = false;
  #wake = new AbortController();

  now(): void {
    this.#asked = true;
    this.#wake.abort();
  }

  /** Waits `ms`, until nudged, or until the signal aborts. */
  async pause(ms: number, signal: AbortSignal): Promise<void> {
    if (!this.#asked) await pause(ms, AbortSignal.any([signal, this.#wake.signal]));
    this.#asked = false;
    this.#wake = new AbortController();
  }
}

/** Runs `work` with a signal that also fires after `ms`; the expiry is thrown as `timeout` with `message`. */
export async function withTimeout<T>(
  ms: number,
  message: string,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const limit = AbortSignal.timeout(ms);
  try {
    return await work(AbortSignal.any([signal, limit]));
  } catch (error) {
    if (limit.aborted && !signal.aborted) throw new Failure('timeout', message, { cause: error });
    throw error;
  }
}

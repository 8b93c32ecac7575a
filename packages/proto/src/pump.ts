import { once } from 'node:events';
import type { Writable } from 'node:stream';

/** The writing half of a gRPC call. */
export type Sink<T> = Pick<Writable, 'on' | 'once' | 'off' | 'emit'> & { write(message: T): boolean };

/**
 * Writes every item of `source`, waiting whenever the sink is full. An abort returns the source early.
 * True when the source ran dry by itself; its error is passed on.
 */
export async function pump<T>(source: AsyncIterable<T>, sink: Sink<T>, signal: AbortSignal): Promise<boolean> {
  const iterator = source[Symbol.asyncIterator]();
  let stopping: Promise<unknown> | undefined;
  const stop = () => {
    stopping ??= (async () => iterator.return?.())();
    stopping.catch(() => undefined); // Awaited below; until then a rejection must not count as unhandled.
  };
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    while (!signal.aborted) {
      const step = await iterator.next();
      if (signal.aborted) break;
      if (step.done) return true;
      if (!sink.write(step.value)) await drained(sink, signal);
    }
    return false;
  } finally {
    signal.removeEventListener('abort', stop);
    await stopping;
  }
}

async function drained(sink: Pick<Writable, 'on' | 'once' | 'off' | 'emit'>, signal: AbortSignal): Promise<void> {
  try {
    await once(sink as Writable, 'drain', { signal });
  } catch (thrown) {
    if (!signal.aborted) throw thrown;
  }
}

/**
 * Works on items, at most `limit` at once. After an abort or a failure no further item is begun; rejects with the first
 * failure, or the signal's reason, once all that was begun has ended.
 */
export async function forEachBounded<T>(
  items: readonly T[],
  limit: number,
  signal: AbortSignal,
  work: (item: T) => Promise<void>,
): Promise<void> {
  let next = 0;
  let broken: { thrown: unknown } | undefined;
  const worker = async () => {
    while (next < items.length && broken === undefined && !signal.aborted) {
      const item = items[next] as T;
      next += 1;
      try {
        await work(item);
      } catch (thrown) {
        broken ??= { thrown };
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  if (broken !== undefined) throw broken.thrown;
  if (next < items.length) signal.throwIfAborted();
}

/** How many items and parts of each may be at work at once, so that both together stay within `total`. */
export function shareOut(
  { items, atOnce, partsAtOnce }: { items: number; atOnce: number; partsAtOnce: number },
  total = 4096,
): { items: number; parts: number } {
  const outer = Math.max(1, Math.min(items, atOnce, total));
  return { items: outer, parts: Math.max(1, Math.min(partsAtOnce, Math.floor(total / outer))) };
}

import type { Log } from '@damselfly/core/node';
import type { Gc } from './server/domain/gc/gc.ts';

const everyMs = 60_000;

/** Forgets, as the periods of each kind say, what is too old to keep. Returns how to stop. */
export function startHousekeeping({ gc, log }: { readonly gc: Pick<Gc, 'runDue'>; readonly log: Log }): () => void {
  const clean = async () => {
    try {
      const removed = await gc.runDue();
      if (Object.values(removed).some((rows) => rows > 0)) log.info({ removed }, 'what was old was forgotten');
    } catch (err) {
      log.warn({ err }, 'housekeeping failed; it tries again in a minute');
    }
  };
  const timer = setInterval(() => void clean(), everyMs);
  void clean();
  return () => clearInterval(timer);
}

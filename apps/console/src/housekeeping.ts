import type { Log } from '@damselfly/core/node';
import type { Database } from '@damselfly/db';

const everyMs = 3600e3;
/** How long the audit log reaches back. */
export const auditMs = 90 * 24 * 3600e3;

/** Forgets, every hour, what is too old to keep. Returns how to stop. */
export function startHousekeeping({
  database,
  log,
}: {
  readonly database: Pick<Database, 'audit'>;
  readonly log: Log;
}): () => void {
  const clean = async () => {
    try {
      const events = await database.audit.forgetBefore(new Date(Date.now() - auditMs));
      if (events > 0) log.info({ events }, 'old audit events were forgotten');
    } catch (err) {
      log.warn({ err }, 'housekeeping failed; it tries again in an hour');
    }
  };
  const timer = setInterval(() => void clean(), everyMs);
  void clean();
  return () => clearInterval(timer);
}

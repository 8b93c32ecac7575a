import { createHash } from 'node:crypto';
import type { NewAuditEvent } from './stores.ts';

/** SHA-256, hex, of an event and the hash before it. */
export function eventHash(previous: string, event: NewAuditEvent): string {
  const fields = [
    event.at.toISOString(),
    event.tenantId,
    event.actorKind,
    event.actorName,
    event.action,
    event.targetKind,
    event.targetId,
    event.targetName,
    event.outcome,
    event.ip,
    event.userAgent,
    event.requestId,
    ordered(event.before),
    ordered(event.after),
  ];
  return createHash('sha256')
    .update(`${previous}\n${JSON.stringify(fields)}`)
    .digest('hex');
}

/** The database orders the keys of JSON as it likes; the hash must not depend on it. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value ?? null;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([key, inner]) => [key, ordered(inner)]);
}

import type { AuditEvent } from './stores.ts';

/** Columns of an export, in their order. */
const columns = [
  ...[
    'id',
    'at',
    'tenantId',
    'actorKind',
    'actorUserId',
    'actorName',
    'action',
    'targetKind',
    'targetId',
    'targetName',
  ],
  ...['outcome', 'ip', 'userAgent', 'requestId', 'before', 'after', 'hash'],
] as const satisfies readonly (keyof AuditEvent)[];

/** One event as a line of JSON, fields in the order of the columns. */
export const jsonLine = (event: AuditEvent): string =>
  `${JSON.stringify(Object.fromEntries(columns.map((name) => [name, plain(event[name])])))}\n`;

/** The first line of a CSV export. */
export const csvHead = `${columns.join(',')}\r\n`;

/** One event as a line of CSV (RFC 4180). */
export const csvLine = (event: AuditEvent): string =>
  `${columns.map((name) => csvCell(plain(event[name]))).join(',')}\r\n`;

function csvCell(value: unknown): string {
  if (value === null) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  // A spreadsheet runs what begins like a formula.
  const inert = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}

const plain = (value: unknown): unknown =>
  typeof value === 'bigint' ? value.toString() : value instanceof Date ? value.toISOString() : (value ?? null);

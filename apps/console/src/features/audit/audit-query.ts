import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '../../server/trpc/router.ts';

export type AuditEvent = inferRouterOutputs<AppRouter>['audit']['search']['items'][number];
export type AuditFilter = Omit<inferRouterInputs<AppRouter>['audit']['search'], 'cursor' | 'limit' | 'direction'>;

export const actorKinds = ['user', 'token', 'system', 'anonymous'] as const;
export const outcomes = ['success', 'refused', 'failure'] as const;
/** Spans up to now, by their length in milliseconds. */
export const spans = { hour: 3600e3, day: 24 * 3600e3, week: 7 * 24 * 3600e3, month: 30 * 24 * 3600e3 } as const;
export type Span = keyof typeof spans;
export const spanNames: readonly Span[] = ['hour', 'day', 'week', 'month'];

const oneOf = <T extends string>(known: readonly T[], text: string): T | undefined => known.find((one) => one === text);

/** What the address asks for; what it says wrongly does not matter. `nowMs` is what spans end at. */
export function filterOf(get: (name: string) => string, nowMs: number): AuditFilter {
  const span = oneOf(spanNames, get('span'));
  const actorKind = oneOf(actorKinds, get('actor'));
  const outcome = oneOf(outcomes, get('outcome'));
  const text = get('q').trim();
  const [action, targetKind, targetId, requestId] = [get('action'), get('kind'), get('target'), get('request')];
  return {
    ...(span && { from: new Date(nowMs - spans[span]) }),
    ...(actorKind && { actorKind }),
    ...(outcome && { outcome }),
    ...(text !== '' && { text }),
    ...(action !== '' && { action }),
    ...(targetKind !== '' && { targetKind }),
    ...(targetId !== '' && { targetId }),
    ...(requestId !== '' && { requestId }),
  };
}

/** Where the same events are to be had as a file, through the session that is open. */
export function exportHref(filter: AuditFilter, format: 'csv' | 'json-lines'): string {
  const query = new URLSearchParams({ format });
  for (const [name, value] of Object.entries(filter)) {
    if (value !== undefined) query.set(name, value instanceof Date ? value.toISOString() : String(value));
  }
  return `/api/v2/audit/export?${query}`;
}

/** A field that differs before and after; absent on the side where it was not. */
export interface Change {
  readonly path: string;
  readonly before?: string;
  readonly after?: string;
}

/** What changed, field by field, nested ones by their path. A thing that was made or removed lists all it had. */
export function changesOf(before: unknown, after: unknown): readonly Change[] {
  const [old, now] = [flat(before), flat(after)];
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((path) => {
    const [was, is] = [old.get(path), now.get(path)];
    if (was === is) return [];
    return [{ path, ...(was !== undefined && { before: was }), ...(is !== undefined && { after: is }) }];
  });
}

function flat(value: unknown, path = '', found = new Map<string, string>()): Map<string, string> {
  if (value === null || value === undefined) return found;
  if (typeof value === 'object' && !(value instanceof Date)) {
    for (const [key, inner] of Object.entries(value)) flat(inner, path === '' ? key : `${path}.${key}`, found);
    return found;
  }
  return found.set(path, typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));
}

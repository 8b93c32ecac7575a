import { z } from 'zod';

/** Dragonfly's pages, from 1. */
export const dragonflyPage = {
  page: z.coerce.number().int().min(1).max(10_000_000).default(1),
  per_page: z.coerce.number().int().min(1).max(10_000_000).default(10),
};

/** What one answer may hold, whatever was asked. */
export const largestPage = 1000;

/** Dragonfly's `Link` header: relative, without quotes, no space behind the semicolon. With no rows `last` is page 0. */
export function linkHeader(url: URL, page: number, perPage: number, total: number): string {
  const last = Math.ceil(total / perPage);
  const to = (n: number, rel: string) => {
    const query = new URLSearchParams(url.searchParams);
    query.delete('access_token');
    query.set('page', String(n));
    query.set('per_page', String(perPage));
    return `<${url.pathname}?${query}>;rel=${rel}`;
  };
  return [
    to(Math.max(1, page - 1), 'prev'),
    to(Math.max(Math.min(page + 1, last), 1), 'next'),
    to(1, 'first'),
    to(last, 'last'),
  ].join(',');
}

/** Null, empty text and 0 mean that nothing was said; so they do in Harbor's requests, at any depth. */
export function withoutUnset(value: unknown): unknown {
  if (value === null || value === '' || value === 0) return undefined;
  if (Array.isArray(value)) return value.length === 0 ? undefined : value;
  if (typeof value !== 'object') return value;
  const kept = Object.entries(value).flatMap(([name, inner]) => {
    const said = withoutUnset(inner);
    return said === undefined ? [] : [[name, said] as const];
  });
  return Object.fromEntries(kept);
}

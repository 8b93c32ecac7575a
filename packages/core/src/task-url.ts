/** Query parameters that sign a request and do not name content: dropped before a task id is computed. */
export const defaultFilteredQueryParams: readonly string[] = [
  ...['Algorithm', 'Credential', 'Date', 'Expires', 'SignedHeaders', 'Signature', 'Security-Token', 'User-Agent'].map(
    (n) => `X-Amz-${n}`,
  ),
  ...['Algorithm', 'Credential', 'Date', 'Expires', 'SignedHeaders', 'Signature'].map((n) => `X-Goog-${n}`),
  'OSSAccessKeyId',
  'Expires',
  'Signature',
  'SecurityToken',
  'AccessKeyId',
  'X-Obs-Date',
  'X-Obs-Security-Token',
  'q-sign-algorithm',
  'q-ak',
  'q-sign-time',
  'q-key-time',
  'q-header-list',
  'q-url-param-list',
  'q-signature',
  'x-cos-security-token',
  'ns',
];

/**
 * The URL as it enters a task id: parsed as WHATWG, filtered pairs dropped in order, the rest written again as
 * form-urlencoded, a bare root's trailing slash cut. The fragment stays. Same result as Dragonfly's Rust client.
 */
export function normaliseTaskUrl(url: string, filteredQueryParams: readonly string[]): string {
  const parsed = new URL(url);
  const dropped = new Set(filteredQueryParams);
  const kept = [...parsed.searchParams].filter(([key]) => !dropped.has(key));
  parsed.search = kept.length === 0 ? '' : new URLSearchParams(kept).toString();
  const text = parsed.toString();
  return parsed.pathname === '/' && text.endsWith('/') ? text.slice(0, -1) : text;
}

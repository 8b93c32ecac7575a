/** Ours to write: the connection's own headers, and the range, which the caller passes apart. */
const notForwarded = new Set([
  'accept-encoding',
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'proxy-authorization',
  'proxy-connection',
  'range',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);
const credentials = new Set(['authorization', 'cookie', 'proxy-authorization']);

/** The headers to send: the caller's without those of the connection, and ours where the caller has none. */
export function requestHeader(
  given: Readonly<Record<string, string>>,
  added: Readonly<Record<string, string>>,
): Record<string, string> {
  const header: Record<string, string> = { 'user-agent': 'damselfly/0.1.0' };
  for (const [name, value] of Object.entries(given)) {
    const key = name.toLowerCase();
    if (!notForwarded.has(key)) header[key] = value;
  }
  // Stored bytes are the wire's bytes: a compressed answer would get the length and digest of something else.
  return { ...header, 'accept-encoding': 'identity', ...added };
}

/** Without what proves who the caller is: for a redirect to another origin. */
export function withoutCredentials(header: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(header).filter(([name]) => !credentials.has(name)));
}

/** One value a name. */
export function flatHeader(header: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(header)) {
    if (value !== undefined) flat[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  }
  return flat;
}

const notStored = new Set([...notForwarded, 'set-cookie', 'content-range', 'date', 'age']);

/** The headers worth keeping with the content: nothing of one connection, one moment or one caller. */
export function contentHeader(header: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(header).filter(([name]) => !notStored.has(name)));
}

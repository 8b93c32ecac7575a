/** Field names whose values are secrets, whatever they hold. */
const secretName =
  /passw|secret|token(?!Id|Name|s$)|cipher|(^|_)hash$|Hash$|authorization|cookie|credential|private_?key|api_?key|access_?key|session_?id/i;
/** Values that are secrets, whatever they are called: our tokens, what follows `Bearer`, who signs in within an address. */
const secretValues: readonly (readonly [RegExp, string])[] = [
  [/dfly_[0-9A-Za-z]+/g, 'dfly_[secret]'],
  [/\b(bearer|basic)\s+[\w.~+/=-]+/gi, '$1 [secret]'],
  [/(\w+:\/\/)[^/\s:@]*:[^/\s@]+@/g, '$1[secret]@'],
  [/([?&](?:[\w-]*(?:token|signature|secret|password|credential)[\w-]*|sig)=)[^&#\s]+/gi, '$1[secret]'],
];

const maxText = 2048;
const maxEntries = 100;
const maxDepth = 6;

/** A value as it may be written down: JSON without secrets, of bounded size. */
export function withoutSecrets(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'boolean' || value === null || value === undefined) return value ?? null;
  if (typeof value === 'bigint') return value.toString();
  if (value instanceof Date) return value.toISOString();
  if (typeof value !== 'object') return null;
  if (depth >= maxDepth) return '[deeper]';
  if (Array.isArray(value)) return value.slice(0, maxEntries).map((one) => withoutSecrets(one, depth + 1));
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .slice(0, maxEntries)
      .map(([name, inner]) => [cleanText(name), secretName.test(name) ? '[secret]' : withoutSecrets(inner, depth + 1)]),
  );
}

/** A text without secrets, cut to 2,048 characters, in characters that a database keeps. */
export function cleanText(text: string): string {
  const clean = secretValues.reduce(
    (left, [pattern, put]) => left.replaceAll(pattern, put),
    // Longer than what is kept, so that a secret at the cut is seen whole.
    text.slice(0, 2 * maxText),
  );
  return clean
    .slice(0, maxText)
    .replaceAll('\0', '')
    .replaceAll(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd');
}

/** Marks an object that stands for what JSON cannot hold. */
const tag = '$';
const tagged = (kind: string, value: unknown) => ({ [tag]: kind, value });

/**
 * A value as JSON can hold it. Keeps dates, maps, sets, big integers, numbers that are not finite, and `undefined` in
 * lists; a key that is `undefined` is left out. Objects of classes become plain ones.
 */
export function encodeValue(value: unknown): unknown {
  if (typeof value === 'bigint') return tagged('bigint', String(value));
  if (typeof value === 'number') return Number.isFinite(value) ? value : tagged('number', String(value));
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => (item === undefined ? tagged('none', null) : encodeValue(item)));
  if (value instanceof Date) return tagged('date', encodeValue(value.getTime()));
  if (value instanceof Map) return tagged('map', encodeValue([...value]));
  if (value instanceof Set) return tagged('set', encodeValue([...value]));
  const plain = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, encodeValue(item)]));
  return Object.hasOwn(plain, tag) ? tagged('plain', plain) : plain;
}

/** The value that was encoded. Takes what JSON gave apart in place, so that large graphs are not copied. */
export function decodeValue(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (!Object.hasOwn(value, tag)) return decodeParts(value);
  const { [tag]: kind, value: inner } = value as { [tag]: unknown; value: unknown };
  switch (kind) {
    case 'none':
      return undefined;
    case 'bigint':
      return BigInt(String(inner));
    case 'number':
      return Number(inner);
    case 'date':
      return new Date(Number(decodeValue(inner)));
    case 'map':
      return new Map(listOf(decodeValue(inner)) as [unknown, unknown][]);
    case 'set':
      return new Set(listOf(decodeValue(inner)));
    case 'plain':
      return typeof inner === 'object' && inner !== null ? decodeParts(inner) : inner;
    default:
      throw new TypeError(`a value of the unknown kind ${String(kind)}`);
  }
}

function decodeParts(whole: object): object {
  // Every key is the object's own already, `__proto__` too, so that setting one sets no prototype.
  const parts = whole as Record<string, unknown>;
  for (const key of Object.keys(parts)) {
    const part = parts[key];
    if (typeof part === 'object' && part !== null) parts[key] = decodeValue(part);
  }
  return whole;
}

function listOf(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw new TypeError('a map or a set whose entries are no list');
  return value;
}

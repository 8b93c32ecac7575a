/** One setting that differs. `path` names it from the outside in: `scopes.cidrs`. */
export type Change =
  | { readonly path: string; readonly kind: 'value'; readonly before: unknown; readonly after: unknown }
  | {
      readonly path: string;
      readonly kind: 'list';
      readonly added: readonly string[];
      readonly removed: readonly string[];
      /** The same texts in another order. */
      readonly reordered: boolean;
    };

/** What differs between two settings, in the order of their keys. What is absent equals an empty list, an empty text. */
export function changesBetween(before: unknown, after: unknown, path = ''): readonly Change[] {
  if (isList(before) || isList(after)) return listChange(path, before, after);
  if (isGroup(before) || isGroup(after)) {
    const [a, b] = [isGroup(before) ? before : {}, isGroup(after) ? after : {}];
    const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
    return keys.flatMap((key) => changesBetween(a[key], b[key], path === '' ? key : `${path}.${key}`));
  }
  return (before ?? '') === (after ?? '') ? [] : [{ path, kind: 'value', before, after }];
}

/** The parts of the settings that differ, as a change takes them: a nested value is replaced whole. */
export function changedParts<T extends object>(before: T, after: T): Partial<T> {
  const parts: Partial<T> = {};
  for (const [key, value] of Object.entries(after)) {
    const old: unknown = Object.entries(before).find(([name]) => name === key)?.[1];
    if (changesBetween(old, value).length > 0) Object.assign(parts, { [key]: value });
  }
  return parts;
}

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);
const isGroup = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function listChange(path: string, before: unknown, after: unknown): readonly Change[] {
  const [a, b] = [before, after].map((value) => (isList(value) ? value.map(String) : [])) as [string[], string[]];
  const added = b.filter((text) => !a.includes(text));
  const removed = a.filter((text) => !b.includes(text));
  const reordered = added.length + removed.length === 0 && a.some((text, index) => b[index] !== text);
  return added.length + removed.length === 0 && !reordered ? [] : [{ path, kind: 'list', added, removed, reordered }];
}

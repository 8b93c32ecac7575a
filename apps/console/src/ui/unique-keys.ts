/** A key for each item, the same as long as it is the only one of its name; repeats of a name are numbered. */
export function uniqueKeys<T>(items: readonly T[], nameOf: (item: T) => string): readonly (readonly [string, T])[] {
  const seen = new Map<string, number>();
  return items.map((item) => {
    const name = nameOf(item);
    const before = seen.get(name) ?? 0;
    seen.set(name, before + 1);
    return [before === 0 ? name : `${name} #${before}`, item];
  });
}

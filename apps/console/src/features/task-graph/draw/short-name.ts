/**
 * Host names as they fit: whole where the room allows, else their last two parts; names that would then read the same
 * are lengthened from the front until they differ. `fits` measures. Names that never fit are `''`.
 */
export function shortNames(names: readonly string[], fits: (name: string) => boolean): string[] {
  const short = names.map((name) => (fits(name) ? name : tail(name, 2)));
  const holders = new Map<string, number[]>();
  short.forEach((name, index) => {
    const same = holders.get(name) ?? [];
    same.push(index);
    holders.set(name, same);
  });
  for (const same of holders.values()) {
    if (same.length === 1) continue;
    for (const index of same) short[index] = `…${tail(names[index] ?? '', 3)}`;
  }
  return short.map((name, index) => {
    const end = `…${(names[index] ?? '').slice(-7)}`;
    return fits(name) ? name : fits(end) ? end : '';
  });
}

function tail(name: string, parts: number): string {
  return name.split('-').slice(-parts).join('-');
}

/** One after the other for the versions shown; the last is for all the others together. */
export const colours = ['bg-accent', 'bg-seed', 'bg-done', 'bg-origin', 'bg-waiting', 'bg-track'] as const;

interface Share {
  readonly gitVersion: string;
  readonly hosts: number;
}

interface VersionCounts {
  readonly shown: readonly { readonly version: string; readonly hosts: number }[];
  readonly rest: { readonly versions: number; readonly hosts: number };
  readonly total: number;
}

/** Hosts by version, whatever commits it was built from: the `most` most common, the greatest first, and the rest summed. */
export function byVersion(shares: readonly Share[], most: number): VersionCounts {
  const sums = new Map<string, number>();
  for (const { gitVersion, hosts } of shares) sums.set(gitVersion, (sums.get(gitVersion) ?? 0) + hosts);
  const all = [...sums].map(([version, hosts]) => ({ version, hosts })).sort((a, b) => b.hosts - a.hosts);
  const sum = (some: typeof all) => some.reduce((before, { hosts }) => before + hosts, 0);
  const others = all.slice(most);
  return { shown: all.slice(0, most), rest: { versions: others.length, hosts: sum(others) }, total: sum(all) };
}

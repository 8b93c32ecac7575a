import type { PreheatItem } from './preheat.ts';

/** The matrix of a preheat: a column a part, a row a host, in the order they came. */
export interface ItemGrid {
  readonly parts: readonly { readonly taskId: string; readonly url: string }[];
  readonly hosts: readonly {
    readonly key: string;
    readonly hostname: string;
    readonly cells: ReadonlyMap<string, PreheatItem>;
  }[];
}

export function gridOf(items: readonly PreheatItem[]): ItemGrid {
  const parts = new Map<string, string>();
  const hosts = new Map<string, { hostname: string; cells: Map<string, PreheatItem> }>();
  for (const item of items) {
    const part = item.taskId || item.url;
    parts.set(part, item.url);
    const key = `${item.clusterId}/${item.hostId}`;
    const host = hosts.get(key) ?? { hostname: item.hostname || item.ip || item.hostId, cells: new Map() };
    host.cells.set(part, item);
    hosts.set(key, host);
  }
  return {
    parts: [...parts].map(([taskId, url]) => ({ taskId, url })),
    hosts: [...hosts].map(([key, host]) => ({ key, ...host })),
  };
}

import type { PeerState } from '@damselfly/core';
import type { Words } from '../messages.ts';
import type { GraphStore } from './graph-store.ts';
import { stateOfCode } from './peer-state.ts';
import { levelOrder } from './walk.ts';

/** A row of the list: a level, or a peer in it. */
export type OutlineRow =
  | { readonly kind: 'level'; readonly level: number; readonly count: number; readonly open: boolean }
  | { readonly kind: 'peer'; readonly slot: number; readonly level: number };

/** The graph as a list, in the order of the drawing, closed levels and filtered states left out. */
export function outlineOf(
  store: GraphStore,
  shows: (state: PeerState) => boolean,
  closed: ReadonlySet<number>,
): OutlineRow[] {
  const { scene, layout } = store;
  const rows: OutlineRow[] = [];
  layout.bands.forEach(({ members }, level) => {
    const shown = members.filter((slot) => shows(stateOfCode(scene.state[slot] ?? 0)));
    if (shown.length === 0) return;
    const open = !closed.has(level);
    rows.push({ kind: 'level', level, count: shown.length, open });
    if (open) for (const slot of levelOrder(layout, shown)) rows.push({ kind: 'peer', slot, level });
  });
  return rows;
}

/** A level's name in graph and list. */
export const levelName = (level: number, { t }: Words): string => (level === 0 ? t.seeds : t.level(level));
